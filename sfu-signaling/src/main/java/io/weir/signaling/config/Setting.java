package io.weir.signaling.config;

/** Every setting that the environment can hold, with its default and its meaning in one line. */
public enum Setting {
  /** Address of the HTTP server. */
  WEIR_HTTP_HOST("127.0.0.1", "address that HTTP and WebSocket listen on"),
  /** Port of the HTTP server. */
  WEIR_HTTP_PORT("8080", "port that HTTP and WebSocket listen on, 0 picks a free one"),
  /** Addresses of the media sockets. */
  WEIR_MEDIA_HOST(
      "auto", "media bind addresses, comma separated; auto: loopback and every local address"),
  /** First media port. */
  WEIR_MEDIA_PORT(
      "10000", "UDP and TCP port of the first media worker, worker i uses port + i; 0: free"),
  /** Addresses in ICE candidates. */
  WEIR_ANNOUNCED_ADDRESSES(
      "the bound ones",
      "addresses put into ICE candidates, comma separated; auto: the bound ones and public ones"),
  /** STUN servers that tell the public address. */
  WEIR_DISCOVERY_STUN_SERVERS(
      "stun.l.google.com:19302,stun.cloudflare.com:3478",
      "host:port of STUN servers to ask for the public address, when that is to be found"),
  /** Metadata service that tells the public address. */
  WEIR_DISCOVERY_CLOUD(
      "none", "aws: ask Amazon's metadata service, too, when the public address is to be found"),
  /** Number of media workers. */
  WEIR_WORKERS("number of cores, at most 16", "media workers"),
  /** ICE servers for clients. */
  WEIR_ICE_SERVERS("none", "JSON array of RTCIceServer objects handed to clients"),
  /** Allowed origins. */
  WEIR_ORIGINS("same host", "origins that may use the server from a browser, comma separated"),
  /** Keys of tokens. */
  WEIR_API_KEYS("none", "id:secret,… of the keys that sign tokens; none: open to everybody"),
  /** Who may read metrics. */
  WEIR_METRICS_OPEN("false", "true: everybody may read /metrics, not only who may administrate"),
  /** Open server beyond loopback. */
  WEIR_INSECURE("false", "true: listen beyond loopback although there are no API keys"),
  /** Codecs of rooms. */
  WEIR_CODECS("VP8,H264,OPUS", "codecs of rooms, most wanted first, comma separated"),
  /** TLS certificate. */
  WEIR_TLS_CERT("none", "PEM file of the certificate (not in this version yet)"),
  /** TLS key. */
  WEIR_TLS_KEY("none", "PEM file of the private key (not in this version yet)"),
  /** Configuration file. */
  WEIR_CONFIG("none", "YAML file of settings (not in this version yet)");

  private final String defaultText;
  private final String meaning;

  Setting(String defaultText, String meaning) {
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** The default, as people read it. */
  public String defaultText() {
    return defaultText;
  }

  /** What the setting does. */
  public String meaning() {
    return meaning;
  }
}
