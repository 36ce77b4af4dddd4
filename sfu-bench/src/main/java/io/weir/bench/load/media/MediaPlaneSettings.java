package io.weir.bench.load.media;

import io.weir.core.server.SrtpEngineChoice;
import io.weir.core.srtp.SrtpEngine;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the tester's media plane runs.
 *
 * @param threads media threads; each client lives on one
 * @param addresses local addresses to send from, in turn; a loopback address gives each client an
 *     address of its own in 127.0.0.0/8, which is far cheaper than a socket of its own
 * @param srtp makes each thread's SRTP engine
 * @param publisherSeed the sources' numbers begin with it; testers that run at the same time need
 *     different ones
 */
public record MediaPlaneSettings(
    int threads, List<InetAddress> addresses, Supplier<SrtpEngine> srtp, long publisherSeed) {

  public MediaPlaneSettings {
    addresses = List.copyOf(addresses);
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("1 to 256 media threads");
    }
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("there must be an address to send from");
    }
  }

  /** Loopback, with the fastest SRTP engine that runs here. */
  public static MediaPlaneSettings loopback(int threads) {
    return new MediaPlaneSettings(
        threads,
        List.of(InetAddress.getLoopbackAddress()),
        SrtpEngineChoice.fastest(),
        System.nanoTime());
  }
}
