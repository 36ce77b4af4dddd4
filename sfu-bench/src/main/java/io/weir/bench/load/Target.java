package io.weir.bench.load;

import io.vertx.core.Vertx;
import io.weir.bench.load.scenario.LoadSetting;
import io.weir.bench.load.scenario.Scenario;
import io.weir.bench.load.scenario.SettingException;
import io.weir.bench.load.signal.HttpSignaling;
import io.weir.bench.load.signal.JanusSignaling;
import io.weir.bench.load.signal.PatientSignaling;
import io.weir.bench.load.signal.RoleSignaling;
import io.weir.bench.load.signal.Signaling;
import io.weir.bench.load.signal.Tokens;
import io.weir.bench.load.signal.WeirSignaling;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The server under test and how it is reached. Immutable.
 *
 * @param server Weir's address, for its WebSocket
 * @param whip template of the URL to publish to; empty for the WebSocket
 * @param whep template of the URL to watch; empty for the WebSocket
 * @param janus address of a Janus server's WebSocket, or nothing
 * @param tokens what clients show
 * @param localAddress where media is sent from; empty for what the kernel takes
 * @param insecureTls whether any certificate will do
 * @param pid the server's process on this machine
 * @param metrics its Prometheus page, or nothing
 */
record Target(
    URI server,
    String whip,
    String whep,
    @Nullable URI janus,
    Tokens tokens,
    String localAddress,
    boolean insecureTls,
    OptionalLong pid,
    @Nullable URI metrics) {

  static Target of(Map<LoadSetting, String> given) throws SettingException {
    Reader reader = new Reader(given);
    return new Target(
        reader.url(LoadSetting.SERVER, "http", "https", "ws", "wss"),
        reader.template(LoadSetting.WHIP),
        reader.template(LoadSetting.WHEP),
        reader.text(LoadSetting.JANUS).isEmpty() ? null : reader.url(LoadSetting.JANUS, "ws"),
        reader.tokens(),
        reader.text(LoadSetting.LOCAL_ADDRESS),
        reader.text(LoadSetting.INSECURE_TLS).equalsIgnoreCase("true"),
        reader.pid(),
        reader.text(LoadSetting.METRICS).isEmpty()
            ? null
            : reader.url(LoadSetting.METRICS, "http", "https"));
  }

  private record Reader(Map<LoadSetting, String> given) {

    String text(LoadSetting setting) {
      return given.getOrDefault(setting, setting.defaultText());
    }

    URI url(LoadSetting setting, String... schemes) throws SettingException {
      return parse(setting, text(setting), schemes);
    }

    private static URI parse(LoadSetting setting, String text, String... schemes)
        throws SettingException {
      URI url;
      try {
        url = URI.create(text);
      } catch (IllegalArgumentException e) {
        throw new SettingException(setting.option() + " is no URL: " + e.getMessage() + ".");
      }
      if (url.getHost() == null || !List.of(schemes).contains(url.getScheme())) {
        throw new SettingException(
            "%s wants a URL like %s://host:port, not \"%s\"."
                .formatted(setting.option(), schemes[0], text));
      }
      return url;
    }

    /** A URL in which {room} and {client} are to be replaced. */
    String template(LoadSetting setting) throws SettingException {
      String text = text(setting);
      if (!text.isEmpty()) {
        parse(setting, text.replace("{room}", "r").replace("{client}", "c"), "http", "https");
      }
      return text;
    }

    Tokens tokens() throws SettingException {
      String key = text(LoadSetting.KEY);
      if (key.isEmpty()) {
        return Tokens.fixed(text(LoadSetting.TOKEN));
      }
      int colon = key.indexOf(':');
      if (colon <= 0 || colon == key.length() - 1) {
        throw new SettingException("--key wants id:secret, as in WEIR_API_KEYS.");
      }
      return Tokens.minted(
          key.substring(0, colon), key.substring(colon + 1), InstantSource.system());
    }

    OptionalLong pid() throws SettingException {
      String text = text(LoadSetting.SERVER_PID);
      if (text.isEmpty()) {
        return OptionalLong.empty();
      }
      try {
        long pid = Long.parseLong(text);
        if (ProcessHandle.of(pid).isPresent()) {
          return OptionalLong.of(pid);
        }
      } catch (NumberFormatException e) {
        throw new SettingException("--server-pid wants the number of a process.");
      }
      throw new SettingException("There is no process " + text + " (--server-pid).");
    }
  }

  /** Opens the way into rooms. */
  Signaling signaling(Vertx vertx, Scenario.Rooms rooms) {
    if (janus != null) {
      return new JanusSignaling(vertx, janus, rooms.members() + rooms.publishers(), rooms.tiles());
    }
    Signaling signaling;
    if (whip.isEmpty() && whep.isEmpty()) {
      signaling = new WeirSignaling(vertx, server, tokens, insecureTls);
    } else {
      Signaling http = new HttpSignaling(vertx, whip, whep, tokens, insecureTls);
      signaling = http;
      if (whip.isEmpty() || whep.isEmpty()) {
        Signaling weir = new WeirSignaling(vertx, server, tokens, insecureTls);
        signaling = whip.isEmpty() ? new RoleSignaling(weir, http) : new RoleSignaling(http, weir);
      }
    }
    return new PatientSignaling(vertx, signaling);
  }

  /** The host whose address decides which of the tester's it sends from. */
  String host() {
    if (janus != null) {
      return janus.getHost();
    }
    String template = whep.isEmpty() ? whip : whep;
    URI url = template.isEmpty() ? server : URI.create(template.replaceAll("[{}]", ""));
    return url.getHost();
  }

  /** Refuses what this way into rooms cannot do. */
  void check(Scenario scenario) throws SettingException {
    if (scenario.rooms().members() > 0 && !(whip.isEmpty() && whep.isEmpty())) {
      throw new SettingException(
          "Clients of WHIP and WHEP either publish or watch: use --publishers and --viewers"
              + " instead of --size.");
    }
  }
}
