package io.weir.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Janus from Debian's packages with its VideoRoom plugin: as many event loops as cores, which costs
 * it about half of what its default of a thread per client does.
 */
final class JanusPeer implements Peer {
  private static final int PORT = 18_188;
  private static final Path PROGRAM = Path.of("/usr/bin/janus");

  @Override
  public String name() {
    return "Janus";
  }

  @Override
  public String version() throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IOException(
          "there is no "
              + PROGRAM
              + ": apt-get install janus, or compare without it (--peer Weir)");
    }
    String version =
        Programs.firstLine(List.of("dpkg-query", "-W", "-f=${source:Upstream-Version}", "janus"));
    return "Janus " + (version.matches("[0-9].*") ? version : "(not from Debian's packages)");
  }

  @Override
  public RunningServer start(Path folder, String mediaAddress) throws IOException {
    Files.writeString(
        folder.resolve("janus.jcfg"),
        """
        general: {
          configs_folder = "%s"
          plugins_folder = "/usr/lib/%3$s/janus/plugins"
          transports_folder = "/usr/lib/%3$s/janus/transports"
          debug_level = 3
          event_loops = %4$d
        }
        nat: { ice_enforce_list = "%2$s" }
        media: { rtp_port_range = "20000-60000" }
        plugins: {
          disable = "libjanus_audiobridge.so,libjanus_echotest.so,libjanus_recordplay.so,\
        libjanus_streaming.so,libjanus_videocall.so,libjanus_voicemail.so,libjanus_textroom.so,\
        libjanus_nosip.so,libjanus_sip.so,libjanus_lua.so,libjanus_duktape.so"
        }
        transports: {
          disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,\
        libjanus_rabbitmq.so"
        }
        """
            .formatted(
                folder, mediaAddress, multiarch(), Runtime.getRuntime().availableProcessors()));
    Files.writeString(
        folder.resolve("janus.transport.websockets.jcfg"),
        "general: { json = \"compact\" ws = true ws_port = %d ws_ip = \"127.0.0.1\" wss = false }\n"
            .formatted(PORT));
    Files.writeString(
        folder.resolve("janus.plugin.videoroom.jcfg"), "general: { string_ids = true }\n");
    return RunningServer.start(
        List.of(PROGRAM.toString(), "-F", folder.toString()),
        Map.of(),
        folder.resolve("janus.log"),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
  }

  @Override
  public List<String> loadArguments() {
    return List.of("--janus", "ws://127.0.0.1:" + PORT);
  }

  /** How Debian names folders of machine code. */
  private static String multiarch() {
    return System.getProperty("os.arch").equals("aarch64")
        ? "aarch64-linux-gnu"
        : "x86_64-linux-gnu";
  }
}
