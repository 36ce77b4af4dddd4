package io.weir.signaling.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.core.server.PublicAddresses;
import io.weir.signaling.sdp.OfferContext;
import io.weir.signaling.sdp.RoomCodecs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Settings} from environment variables, refusing whatever it does not understand. */
public final class SettingsReader {

  /** More media workers than this do not help one machine. */
  public static final int MAX_WORKERS = 16;

  private static final String PREFIX = "WEIR_";
  private static final int MAX_PORT = 65_535;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[(?<six>[0-9A-Fa-f:.]+)]|(?<name>[0-9A-Za-z.-]+)):(?<port>[0-9]{1,5})");

  private final Map<String, String> environment;

  private SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Reads the settings; variables that do not start with {@code WEIR_} are not looked at. */
  public static Settings read(Map<String, String> environment) throws SettingsException {
    return new SettingsReader(environment).read();
  }

  private Settings read() throws SettingsException {
    refuseUnknown();
    refuseLater(Setting.WEIR_TLS_CERT);
    refuseLater(Setting.WEIR_TLS_KEY);
    refuseLater(Setting.WEIR_CONFIG);
    Settings settings =
        new Settings(
            text(Setting.WEIR_HTTP_HOST, "127.0.0.1"),
            port(Setting.WEIR_HTTP_PORT, 8080),
            mediaHosts(),
            port(Setting.WEIR_MEDIA_PORT, 10_000),
            announcedAddresses(),
            discovery(),
            workers(),
            iceServers(),
            origins(),
            apiKeys(),
            bool(Setting.WEIR_METRICS_OPEN),
            bool(Setting.WEIR_INSECURE),
            codecs());
    if (settings.mediaPort() + settings.workers() - 1 > MAX_PORT) {
      throw new SettingsException(
          "WEIR_MEDIA_PORT must leave room for one port per worker below 65536.");
    }
    refuseOpenServerBeyondLoopback(settings);
    return settings;
  }

  private void refuseUnknown() throws SettingsException {
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX) && !isKnown(name)) {
        throw new SettingsException("There is no setting " + name + "; see --help.");
      }
    }
  }

  private static boolean isKnown(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void refuseLater(Setting setting) throws SettingsException {
    if (!text(setting, "").isEmpty()) {
      throw new SettingsException(setting + " is not supported by this version of Weir yet.");
    }
  }

  private static void refuseOpenServerBeyondLoopback(Settings settings) throws SettingsException {
    InetAddress address = IpAddress.parse(settings.httpHost());
    boolean loopback =
        settings.httpHost().equals("localhost") || (address != null && address.isLoopbackAddress());
    if (settings.isOpen() && !loopback && !settings.insecure()) {
      throw new SettingsException(
          "WEIR_HTTP_HOST is not loopback and WEIR_API_KEYS is not set, so everybody on the network"
              + " could use this server; set WEIR_API_KEYS, or WEIR_INSECURE=true to allow it.");
    }
  }

  private String text(Setting setting, String fallback) {
    String value = environment.getOrDefault(setting.name(), "").strip();
    return value.isEmpty() ? fallback : value;
  }

  private List<String> list(Setting setting) throws SettingsException {
    List<String> values = new ArrayList<>();
    String text = text(setting, "");
    if (text.isEmpty()) {
      return values;
    }
    for (String part : text.split(",", -1)) {
      String value = part.strip();
      if (value.isEmpty()) {
        throw new SettingsException(setting + " has an empty entry between its commas.");
      }
      values.add(value);
    }
    return values;
  }

  private int integer(Setting setting, int fallback, int min, int max) throws SettingsException {
    String text = text(setting, Integer.toString(fallback));
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new SettingsException(
        setting + " must be a number from " + min + " to " + max + ", not '" + text + "'.");
  }

  private int port(Setting setting, int fallback) throws SettingsException {
    return integer(setting, fallback, 0, MAX_PORT);
  }

  private int workers() throws SettingsException {
    int cores = Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors());
    return integer(Setting.WEIR_WORKERS, cores, 1, MAX_WORKERS);
  }

  private List<String> codecs() throws SettingsException {
    List<String> names = list(Setting.WEIR_CODECS);
    try {
      return names.isEmpty() ? OfferContext.DEFAULT_CODECS : RoomCodecs.check(names);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(Setting.WEIR_CODECS + ": " + e.getMessage());
    }
  }

  private boolean bool(Setting setting) throws SettingsException {
    String text = text(setting, "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new SettingsException(setting + " must be true or false, not '" + text + "'.");
    };
  }

  private List<String> mediaHosts() throws SettingsException {
    if (text(Setting.WEIR_MEDIA_HOST, "auto").equals("auto")) {
      return List.of();
    }
    List<String> hosts = addresses(Setting.WEIR_MEDIA_HOST);
    for (String host : hosts) {
      InetAddress address = IpAddress.parse(host);
      if (address != null && address.isAnyLocalAddress()) {
        throw new SettingsException(
            "WEIR_MEDIA_HOST must name addresses that clients can reach, not the wildcard; auto"
                + " takes them all.");
      }
    }
    return hosts;
  }

  private List<String> announcedAddresses() throws SettingsException {
    return isToBeDiscovered() ? List.of() : addresses(Setting.WEIR_ANNOUNCED_ADDRESSES);
  }

  private boolean isToBeDiscovered() {
    return text(Setting.WEIR_ANNOUNCED_ADDRESSES, "").equals("auto");
  }

  private Optional<PublicAddresses.Sources> discovery() throws SettingsException {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String server : list(Setting.WEIR_DISCOVERY_STUN_SERVERS)) {
      servers.add(hostAndPort(Setting.WEIR_DISCOVERY_STUN_SERVERS, server));
    }
    boolean aws =
        switch (text(Setting.WEIR_DISCOVERY_CLOUD, "none")) {
          case "none" -> false;
          case "aws" -> true;
          default -> throw new SettingsException("WEIR_DISCOVERY_CLOUD must be none or aws.");
        };
    return isToBeDiscovered()
        ? Optional.of(
            new PublicAddresses.Sources(
                servers.isEmpty() ? PublicAddresses.STUN_SERVERS : servers, aws))
        : Optional.empty();
  }

  /** Not resolved here: a name server that does not answer must not hold up anything. */
  private static InetSocketAddress hostAndPort(Setting setting, String text)
      throws SettingsException {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (parts.matches()) {
      int port = Integer.parseInt(parts.group("port"));
      if (port >= 1 && port <= MAX_PORT) {
        String host = parts.group("six") == null ? parts.group("name") : parts.group("six");
        return InetSocketAddress.createUnresolved(host, port);
      }
    }
    throw new SettingsException(
        setting + " must be host:port (IPv6: [address]:port), not '" + text + "'.");
  }

  private List<String> addresses(Setting setting) throws SettingsException {
    List<String> addresses = list(setting);
    for (String address : addresses) {
      if (IpAddress.parse(address) == null) {
        throw new SettingsException(
            setting + " must be IP addresses separated by commas, not '" + address + "'.");
      }
    }
    return addresses;
  }

  private ArrayNode iceServers() throws SettingsException {
    ObjectMapper mapper = new ObjectMapper();
    try {
      if (mapper.readTree(text(Setting.WEIR_ICE_SERVERS, "[]")) instanceof ArrayNode servers
          && servers.valueStream().allMatch(SettingsReader::isIceServer)) {
        return servers;
      }
    } catch (JsonProcessingException ignored) {
      // The sentence below says what is expected; the value may hold a credential.
    }
    throw new SettingsException(
        "WEIR_ICE_SERVERS must be a JSON array of objects with urls (stun:, turn: or turns:) and,"
            + " for TURN, username and credential.");
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
    for (String text : list(Setting.WEIR_ORIGINS)) {
      Origin origin = Origin.parse(text);
      if (origin == null) {
        throw new SettingsException(
            "WEIR_ORIGINS must be origins such as https://example.org, not '" + text + "'.");
      }
      origins.add(origin);
    }
    return origins;
  }

  private Map<String, String> apiKeys() throws SettingsException {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String entry : list(Setting.WEIR_API_KEYS)) {
      int colon = entry.indexOf(':');
      if (colon < 1
          || colon == entry.length() - 1
          || keys.put(entry.substring(0, colon), entry.substring(colon + 1)) != null) {
        throw new SettingsException(
            "WEIR_API_KEYS must be id:secret pairs separated by commas, each id once.");
      }
    }
    return keys;
  }
}
