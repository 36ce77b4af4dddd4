package io.weir.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Weir itself, with its defaults but for what many clients of one address need. */
final class WeirPeer implements Peer {
  private static final int PORT = 18_080;
  private static final String MANY = "1000000";

  private final Path jar;
  private final List<String> javaOptions;
  private final boolean trains;

  /**
   * The server of this runnable jar.
   *
   * @param javaOptions how its JVM is started
   * @param trains whether it sends bursts by UDP GSO, which a loopback interface never cuts and so
   *     flatters
   */
  WeirPeer(Path jar, List<String> javaOptions, boolean trains) {
    this.jar = jar;
    this.javaOptions = List.copyOf(javaOptions);
    this.trains = trains;
  }

  @Override
  public String name() {
    return trains ? "Weir" : "Weir without GSO";
  }

  @Override
  public String version() throws IOException {
    if (!Files.exists(jar)) {
      throw new IOException("there is no " + jar + ": deploy/bench peers builds it");
    }
    return Programs.firstLine(Programs.java("-jar", jar.toString(), "--version"));
  }

  @Override
  public RunningServer start(Path folder, String mediaAddress) throws IOException {
    Map<String, String> settings =
        Map.of(
            "WEIR_HTTP_PORT",
            Integer.toString(PORT),
            "WEIR_MEDIA_HOST",
            mediaAddress,
            "WEIR_DRAIN_SECONDS",
            "0",
            "WEIR_UDP_GSO",
            Boolean.toString(trains),
            "WEIR_MAX_JOINS",
            MANY,
            "WEIR_MAX_UNJOINED",
            MANY);
    List<String> command = Programs.java(javaOptions.toArray(String[]::new));
    command.addAll(List.of("-jar", jar.toString()));
    return RunningServer.start(
        command,
        settings,
        folder.resolve("weir.log"),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
  }

  @Override
  public List<String> loadArguments() {
    return List.of("--server", "http://127.0.0.1:" + PORT);
  }
}
