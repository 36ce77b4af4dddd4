package io.weir.signaling.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting: its name in the environment is the constant's, its place in the YAML file is
 * {@link #key}. The defaults and meanings here, {@code deploy/weir.yaml} and {@code
 * docs/settings.md} are held to each other by a test.
 */
public enum Setting {
  /** Address of the HTTP server. */
  WEIR_HTTP_HOST("http.host", "127.0.0.1", "address that HTTP and WebSocket listen on"),
  /** Port of the HTTP server. */
  WEIR_HTTP_PORT("http.port", "8080", "port that HTTP and WebSocket listen on, 0 picks a free one"),
  /** Allowed origins. */
  WEIR_ORIGINS(
      "http.origins",
      Form.LIST,
      "same host",
      "origins that may use the server from a browser, comma separated"),
  /** Proxies in front. */
  WEIR_TRUSTED_PROXIES(
      "http.trustedProxies",
      Form.LIST,
      "none",
      "addresses or networks of proxies whose X-Forwarded-For counts, comma separated"),
  /** TLS certificate. */
  WEIR_TLS_CERT(
      "tls.cert", "none", "PEM file of the certificate chain: serves https and wss; reloaded"),
  /** TLS key. */
  WEIR_TLS_KEY("tls.key", "none", "PEM file of the certificate's private key; reloaded"),
  /** Keys of tokens. */
  WEIR_API_KEYS(
      "access.apiKeys",
      Form.PAIRS,
      "none",
      "id:secret,… of the keys that sign tokens; none: open to everybody"),
  /** Who may read metrics. */
  WEIR_METRICS_OPEN(
      "access.metricsOpen",
      "false",
      "true: everybody may read /metrics, not only who may administrate"),
  /** Open server beyond loopback. */
  WEIR_INSECURE(
      "access.insecure", "false", "true: listen beyond loopback although there are no API keys"),
  /** Addresses of the media sockets. */
  WEIR_MEDIA_HOST(
      "media.host",
      Form.LIST,
      "auto",
      "media bind addresses, comma separated; auto: loopback and every local address"),
  /** First media port. */
  WEIR_MEDIA_PORT(
      "media.port",
      "10000",
      "UDP and TCP port of the first media worker, worker i uses port + i; 0: free"),
  /** Addresses in ICE candidates. */
  WEIR_ANNOUNCED_ADDRESSES(
      "media.announcedAddresses",
      Form.LIST,
      "the bound ones",
      "addresses put into ICE candidates, comma separated; auto: the bound ones and public ones"),
  /** STUN servers that tell the public address. */
  WEIR_DISCOVERY_STUN_SERVERS(
      "media.discoveryStunServers",
      Form.LIST,
      "stun.l.google.com:19302,stun.cloudflare.com:3478",
      "host:port of STUN servers to ask for the public address, when that is to be found"),
  /** Metadata service that tells the public address. */
  WEIR_DISCOVERY_CLOUD(
      "media.discoveryCloud",
      "none",
      "aws: ask Amazon's metadata service, too, when the public address is to be found"),
  /** Number of media workers. */
  WEIR_WORKERS("media.workers", "number of cores, at most 16", "media workers"),
  /** Whether several datagrams for one client go to the kernel as one. */
  WEIR_UDP_GSO(
      "media.udpGso", "true", "false sends each datagram by itself, without UDP GSO (Linux only)"),
  /** Engine of SRTP. */
  WEIR_SRTP_ENGINE(
      "media.srtpEngine",
      "auto",
      "what encrypts media: ipsec-mb, jitsi, or auto: ipsec-mb where library and processor fit"),
  /** ICE servers for clients. */
  WEIR_ICE_SERVERS(
      "media.iceServers",
      Form.JSON,
      "none",
      "JSON array of RTCIceServer objects handed to clients"),
  /** Codecs of rooms. */
  WEIR_CODECS(
      "rooms.codecs",
      Form.LIST,
      "VP8,H264,OPUS",
      "codecs of rooms, most wanted first, comma separated"),
  /** Rooms at a time. */
  WEIR_MAX_ROOMS("limits.rooms", "10000", "rooms open at a time"),
  /** Participants at a time. */
  WEIR_MAX_PARTICIPANTS(
      "limits.participants", "10000", "participants in all rooms together, viewers included"),
  /** Participants of one room. */
  WEIR_MAX_ROOM_PARTICIPANTS(
      "limits.roomParticipants", "1000", "participants in one room, viewers included"),
  /** Joins per address and second. */
  WEIR_MAX_JOINS(
      "limits.joinsPerSecond",
      "50",
      "attempts of one address to join, per second; five times that at once"),
  /** Messages per WebSocket and second. */
  WEIR_MAX_MESSAGES(
      "limits.messagesPerSecond",
      "50",
      "messages of one WebSocket per second; five times that at once"),
  /** WebSockets that have not joined. */
  WEIR_MAX_UNJOINED(
      "limits.unjoinedPerAddress", "200", "WebSockets of one address that are in no room"),
  /** Time to join. */
  WEIR_JOIN_SECONDS("limits.joinSeconds", "30", "how long a WebSocket may be in no room"),
  /** Time for a request. */
  WEIR_REQUEST_SECONDS(
      "limits.requestSeconds", "30", "how long a connection may take to send a whole request"),
  /** Size of a request's head. */
  WEIR_MAX_HEADER_BYTES("limits.headerBytes", "16384", "size of an HTTP request's headers"),
  /** Size of a request's body. */
  WEIR_MAX_BODY_BYTES("limits.bodyBytes", "1048576", "size of an HTTP request's body"),
  /** Bit rate of a publisher. */
  WEIR_MAX_PUBLISHER_KBPS(
      "limits.publisherKbps",
      "50000",
      "what one participant may send, in kbit/s, at least 100; 0: no limit"),
  /** SSRCs of a publisher. */
  WEIR_MAX_PUBLISHER_SSRCS(
      "limits.publisherSsrcs", "64", "SSRCs that one participant may send with at a time"),
  /** Time for calls to end. */
  WEIR_DRAIN_SECONDS(
      "shutdown.drainSeconds", "600", "how long calls may go on after SIGTERM before it ends them"),
  /** Form of the log. */
  WEIR_LOG_FORMAT("log.format", "text", "text or json"),
  /** How much is logged. */
  WEIR_LOG_LEVEL(
      "log.level",
      Form.LIST,
      "info",
      "error, warn, info, debug or trace; logger=level entries after commas for parts"),
  /** Configuration file; the one setting that the file itself cannot hold. */
  WEIR_CONFIG("", "none", "YAML file of settings, overridden by the environment; as --config");

  /** What a setting's value may be in the YAML file, besides the text that the environment has. */
  enum Form {
    /** One text, number or truth value. */
    SCALAR,
    /** A sequence of them. */
    LIST,
    /** A mapping of texts. */
    PAIRS,
    /** Any structure; its text is JSON. */
    JSON
  }

  private static final Map<String, Setting> BY_KEY = new HashMap<>();

  static {
    for (Setting setting : values()) {
      if (!setting.key.isEmpty()) {
        BY_KEY.put(setting.key, setting);
      }
    }
  }

  private final String key;
  private final Form form;
  private final String defaultText;
  private final String meaning;

  Setting(String key, String defaultText, String meaning) {
    this(key, Form.SCALAR, defaultText, meaning);
  }

  Setting(String key, Form form, String defaultText, String meaning) {
    this.key = key;
    this.form = form;
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** The setting at this place of the YAML file, or null. */
  static @Nullable Setting byKey(String key) {
    return BY_KEY.get(key);
  }

  /** Its place in the YAML file: names joined by dots; empty where the file cannot hold it. */
  public String key() {
    return key;
  }

  Form form() {
    return form;
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
