package io.weir.signaling.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Media clients that are built or installed before they run; on the test's thread. */
final class ClientPrograms {
  private static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
  private static final Path TARGET = Path.of("target", "clients").toAbsolutePath();
  private static final int BUILD_LIMIT_SECONDS = 300;

  private ClientPrograms() {}

  /** Builds the client in Go against Debian's Pion, without modules or network. */
  static List<String> pion() throws IOException {
    Path workspace = TARGET.resolve("go");
    Path source = workspace.resolve("src/weir/pion");
    Path program = TARGET.resolve("pion");
    Files.createDirectories(source);
    for (String file : List.of("main.go", "go.mod")) {
      Files.copy(
          SOURCES.resolve("pion").resolve(file),
          source.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    ProcessBuilder build = new ProcessBuilder("go", "build", "-o", program.toString(), ".");
    build.directory(source.toFile());
    // Debian's packages lie in a workspace; only within one are their versioned paths understood.
    build.environment().put("GO111MODULE", "off");
    build.environment().put("GOPATH", workspace + ":/usr/share/gocode");
    run(build);
    return List.of(program.toString());
  }

  /** Version of a Debian package. */
  static String debianVersion(String name) throws IOException {
    return run(new ProcessBuilder("dpkg-query", "-W", "-f=${Version}", name));
  }

  /** Installs the client on werift, unless it is there. */
  static List<String> werift() throws IOException {
    Path folder = SOURCES.resolve("werift");
    if (!Files.isDirectory(folder.resolve("node_modules/werift"))) {
      run(new ProcessBuilder("npm", "ci", "--no-progress").directory(folder.toFile()));
    }
    return List.of("node", folder.resolve("client.js").toString());
  }

  /** Sends a person's picture in VP8 and a tone in Opus as RTP to two ports of this machine. */
  static ClientScript rtpSource(Person person, int videoPort, int audioPort) {
    String pipeline =
        """
        gst-launch-1.0 -q videotestsrc is-live=true pattern=solid-color foreground-color=0xff%s
          ! video/x-raw,width=%d,height=%d,framerate=15/1 ! videoconvert
          ! vp8enc deadline=1 cpu-used=8 target-bitrate=300000 keyframe-max-dist=15
          ! rtpvp8pay picture-id-mode=2 ! udpsink host=127.0.0.1 port=%d
          audiotestsrc is-live=true freq=440 volume=0.3 ! audioconvert ! audioresample ! opusenc
          ! rtpopuspay ! udpsink host=127.0.0.1 port=%d\
        """
            .formatted(person.color().hex(), person.width(), person.height(), videoPort, audioPort);
    return ClientScript.run(List.of(pipeline.trim().split("\\s+")));
  }

  /** A UDP port that nobody holds. */
  static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String run(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor(BUILD_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue()).as("%s: %s", builder.command(), output).isZero();
    return output;
  }
}
