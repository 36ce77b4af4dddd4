package io.weir.bench.load;

import io.weir.bench.load.media.MediaPlaneSettings;
import io.weir.core.server.SrtpEngineChoice;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The machine that the tester runs on. */
final class Local {

  private static final int ANY_PORT = 9;

  private Local() {}

  /** How the media plane is to run for a server; threads 0: half the cores. */
  static MediaPlaneSettings settings(String host, String address, int threads) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    return new MediaPlaneSettings(
        threads > 0 ? threads : Math.max(1, cores / 2),
        List.of(
            address.isEmpty()
                ? towards(InetAddress.getByName(host))
                : InetAddress.getByName(address)),
        SrtpEngineChoice.fastest(),
        System.nanoTime());
  }

  /** Our address that the kernel sends from to another one; nothing is sent for it. */
  private static InetAddress towards(InetAddress server) throws IOException {
    if (server.isLoopbackAddress()) {
      return server;
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(server, ANY_PORT));
      return socket.getLocalAddress();
    }
  }

  /** Version and machine, for results. */
  static String description() {
    String version = Local.class.getPackage().getImplementationVersion();
    return "Weir load tester %s, %d cores, Java %s, %s %s"
        .formatted(
            version == null ? "(not from a jar)" : version,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.version"));
  }
}
