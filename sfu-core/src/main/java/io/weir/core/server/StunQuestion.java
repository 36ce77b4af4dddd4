package io.weir.core.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.stunclient.SimpleAddressDetector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a STUN server where a packet of a local address seems to come from, by ice4j's address
 * detector: the one inside its {@code StunMappingCandidateHarvester}, which leaves socket and
 * threads behind. Blocks.
 */
final class StunQuestion {
  private static final Logger LOG = LoggerFactory.getLogger(StunQuestion.class);

  private StunQuestion() {}

  /** The public address of a local one; empty if the server does not answer. */
  static List<InetAddress> ask(InetAddress local, InetSocketAddress named) throws IOException {
    for (InetAddress server : InetAddress.getAllByName(named.getHostString())) {
      if (server.getClass() == local.getClass()) {
        InetAddress mapped = mapping(local, new InetSocketAddress(server, named.getPort()));
        if (mapped != null) {
          LOG.info(
              "{} is {} outside, says the STUN server {}",
              local.getHostAddress(),
              mapped.getHostAddress(),
              named.getHostString());
          return List.of(mapped);
        }
      }
    }
    return List.of();
  }

  private static @Nullable InetAddress mapping(InetAddress local, InetSocketAddress server)
      throws IOException {
    SimpleAddressDetector detector =
        new SimpleAddressDetector(new TransportAddress(server, Transport.UDP));
    detector.start();
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0))) {
      TransportAddress mapped = detector.getMappingFor(new IceUdpSocketWrapper(socket));
      return mapped == null ? null : mapped.getAddress();
    } finally {
      detector.shutDown();
    }
  }
}
