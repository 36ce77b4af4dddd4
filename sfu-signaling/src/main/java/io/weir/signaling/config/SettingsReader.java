package io.weir.signaling.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.core.server.PublicAddresses;
import io.weir.core.server.SrtpEngineChoice;
import io.weir.signaling.sdp.OfferContext;
import io.weir.signaling.sdp.RoomCodecs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Settings} from environment variables and a YAML file, refusing whatever it does not
 * understand.
 */
public final class SettingsReader {

  /** More media workers than this do not help one machine. */
  public static final int MAX_WORKERS = 16;

  private static final int MAX_PORT = 65_535;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[(?<six>[0-9A-Fa-f:.]+)]|(?<name>[0-9A-Za-z.-]+)):(?<port>[0-9]{1,5})");
  private static final int MAX_DRAIN_SECONDS = 86_400;

  private final GivenSettings given;

  private SettingsReader(GivenSettings given) {
    this.given = given;
  }

  /** Reads the settings; variables that do not start with {@code WEIR_} are not looked at. */
  public static Settings read(Map<String, String> environment) throws SettingsException {
    return read(environment, null);
  }

  /**
   * Reads the settings.
   *
   * @param configFile the YAML file, which the environment overrides; null takes {@code
   *     WEIR_CONFIG}'s, if any
   */
  public static Settings read(Map<String, String> environment, @Nullable Path configFile)
      throws SettingsException {
    return new SettingsReader(GivenSettings.of(environment, configFile)).read();
  }

  private Settings read() throws SettingsException {
    Settings settings =
        new Settings(
            given.text(Setting.WEIR_HTTP_HOST, Setting.WEIR_HTTP_HOST.defaultText()),
            given.port(Setting.WEIR_HTTP_PORT),
            mediaHosts(),
            given.port(Setting.WEIR_MEDIA_PORT),
            announcedAddresses(),
            discovery(),
            workers(),
            given.bool(Setting.WEIR_UDP_GSO),
            srtpEngine(),
            iceServers(),
            origins(),
            apiKeys(),
            given.bool(Setting.WEIR_METRICS_OPEN),
            given.bool(Setting.WEIR_INSECURE),
            codecs(),
            trustedProxies(),
            Limits.read(given),
            tls(),
            Duration.ofSeconds(given.integer(Setting.WEIR_DRAIN_SECONDS, 0, MAX_DRAIN_SECONDS)),
            LogSettings.read(given));
    if (settings.mediaPort() + settings.workers() - 1 > MAX_PORT) {
      throw new SettingsException(
          given.name(Setting.WEIR_MEDIA_PORT)
              + " must leave room for one port per worker below 65536.");
    }
    refuseOpenServerBeyondLoopback(settings);
    return settings;
  }

  private @Nullable TlsFiles tls() throws SettingsException {
    String cert = given.text(Setting.WEIR_TLS_CERT, "");
    String key = given.text(Setting.WEIR_TLS_KEY, "");
    if (cert.isEmpty() != key.isEmpty()) {
      throw new SettingsException(
          given.name(cert.isEmpty() ? Setting.WEIR_TLS_KEY : Setting.WEIR_TLS_CERT)
              + " needs "
              + (cert.isEmpty() ? Setting.WEIR_TLS_CERT : Setting.WEIR_TLS_KEY)
              + " beside it: both files, or neither.");
    }
    if (cert.isEmpty()) {
      return null;
    }
    return new TlsFiles(file(Setting.WEIR_TLS_CERT), file(Setting.WEIR_TLS_KEY));
  }

  private Path file(Setting setting) throws SettingsException {
    try {
      Path file = Path.of(given.text(setting, ""));
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // The sentence below says it.
    }
    throw new SettingsException(given.name(setting) + " must be a file that this user may read.");
  }

  private void refuseOpenServerBeyondLoopback(Settings settings) throws SettingsException {
    InetAddress address = IpAddress.parse(settings.httpHost());
    boolean loopback =
        settings.httpHost().equals("localhost") || (address != null && address.isLoopbackAddress());
    if (settings.isOpen() && !loopback && !settings.insecure()) {
      throw new SettingsException(
          given.name(Setting.WEIR_HTTP_HOST)
              + " is not loopback and WEIR_API_KEYS is not set, so everybody on the network"
              + " could use this server; set WEIR_API_KEYS, or WEIR_INSECURE=true to allow it.");
    }
  }

  private int workers() throws SettingsException {
    int cores = Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors());
    return given.integer(Setting.WEIR_WORKERS, cores, 1, MAX_WORKERS);
  }

  private SrtpEngineChoice srtpEngine() throws SettingsException {
    return SrtpEngineChoice.named(given.oneOf(Setting.WEIR_SRTP_ENGINE, SrtpEngineChoice.names()));
  }

  private List<String> codecs() throws SettingsException {
    List<String> names = given.list(Setting.WEIR_CODECS);
    try {
      return names.isEmpty() ? OfferContext.DEFAULT_CODECS : RoomCodecs.check(names);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(given.name(Setting.WEIR_CODECS) + ": " + e.getMessage());
    }
  }

  private List<String> mediaHosts() throws SettingsException {
    if (given.text(Setting.WEIR_MEDIA_HOST, "auto").equals("auto")) {
      return List.of();
    }
    List<String> hosts = given.addresses(Setting.WEIR_MEDIA_HOST);
    if (GivenSettings.hasWildcard(hosts)) {
      throw new SettingsException(
          given.name(Setting.WEIR_MEDIA_HOST)
              + " must name addresses that clients can reach, not the wildcard; auto takes them"
              + " all.");
    }
    return hosts;
  }

  private List<String> announcedAddresses() throws SettingsException {
    return isToBeDiscovered() ? List.of() : given.addresses(Setting.WEIR_ANNOUNCED_ADDRESSES);
  }

  private boolean isToBeDiscovered() {
    return given.text(Setting.WEIR_ANNOUNCED_ADDRESSES, "").equals("auto");
  }

  private Optional<PublicAddresses.Sources> discovery() throws SettingsException {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String server : given.list(Setting.WEIR_DISCOVERY_STUN_SERVERS)) {
      servers.add(hostAndPort(Setting.WEIR_DISCOVERY_STUN_SERVERS, server));
    }
    boolean aws = given.oneOf(Setting.WEIR_DISCOVERY_CLOUD, List.of("none", "aws")).equals("aws");
    return isToBeDiscovered()
        ? Optional.of(
            new PublicAddresses.Sources(
                servers.isEmpty() ? PublicAddresses.STUN_SERVERS : servers, aws))
        : Optional.empty();
  }

  /** Not resolved here: a name server that does not answer must not hold up anything. */
  private InetSocketAddress hostAndPort(Setting setting, String text) throws SettingsException {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (parts.matches()) {
      int port = Integer.parseInt(parts.group("port"));
      if (port >= 1 && port <= MAX_PORT) {
        String host = parts.group("six") == null ? parts.group("name") : parts.group("six");
        return InetSocketAddress.createUnresolved(host, port);
      }
    }
    throw new SettingsException(
        given.name(setting) + " must be host:port (IPv6: [address]:port), not '" + text + "'.");
  }

  private ArrayNode iceServers() throws SettingsException {
    ObjectMapper mapper = new ObjectMapper();
    try {
      if (mapper.readTree(given.text(Setting.WEIR_ICE_SERVERS, "[]")) instanceof ArrayNode servers
          && servers.valueStream().allMatch(SettingsReader::isIceServer)) {
        return servers;
      }
    } catch (JsonProcessingException ignored) {
      // The sentence below says what is expected; the value may hold a credential.
    }
    throw new SettingsException(
        given.name(Setting.WEIR_ICE_SERVERS)
            + " must be a JSON array of objects with urls (stun:, turn: or turns:) and, for TURN,"
            + " username and credential.");
  }

  private static boolean isIceServer(JsonNode server) {
    JsonNode urls = server.path("urls");
    boolean valid = urls.isArray() ? !urls.isEmpty() : urls.isTextual();
    for (JsonNode url : urls.isArray() ? urls : List.of(urls)) {
      valid &= url.isTextual() && url.textValue().matches("(stuns?|turns?):[^\\s\"<>]+");
    }
    for (String field : List.of("username", "credential")) {
      valid &= !server.has(field) || server.path(field).isTextual();
    }
    return valid;
  }

  private List<Origin> origins() throws SettingsException {
    List<Origin> origins = new ArrayList<>();
    for (String text : given.list(Setting.WEIR_ORIGINS)) {
      Origin origin = Origin.parse(text);
      if (origin == null) {
        throw new SettingsException(
            given.name(Setting.WEIR_ORIGINS)
                + " must be origins such as https://example.org, not '"
                + text
                + "'.");
      }
      origins.add(origin);
    }
    return origins;
  }

  private List<NetworkPrefix> trustedProxies() throws SettingsException {
    List<NetworkPrefix> proxies = new ArrayList<>();
    for (String text : given.list(Setting.WEIR_TRUSTED_PROXIES)) {
      NetworkPrefix proxy = NetworkPrefix.parse(text);
      if (proxy == null) {
        throw new SettingsException(
            given.name(Setting.WEIR_TRUSTED_PROXIES)
                + " must be IP addresses or networks such as 10.0.0.0/8, not '"
                + text
                + "'.");
      }
      proxies.add(proxy);
    }
    return proxies;
  }

  private Map<String, String> apiKeys() throws SettingsException {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String entry : given.list(Setting.WEIR_API_KEYS)) {
      int colon = entry.indexOf(':');
      if (colon < 1
          || colon == entry.length() - 1
          || keys.put(entry.substring(0, colon), entry.substring(colon + 1)) != null) {
        throw new SettingsException(
            given.name(Setting.WEIR_API_KEYS)
                + " must be id:secret pairs separated by commas, each id once.");
      }
    }
    return keys;
  }
}
