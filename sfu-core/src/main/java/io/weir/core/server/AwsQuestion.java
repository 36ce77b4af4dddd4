package io.weir.core.server;

import java.net.InetAddress;
import java.util.List;
import org.ice4j.TransportAddress;
import org.ice4j.ice.harvest.AwsCandidateHarvester;

/**
 * Asks Amazon's metadata service for this machine's public address, by ice4j's harvester. Blocks.
 */
final class AwsQuestion {
  private AwsQuestion() {}

  /** The public IPv4 address; empty elsewhere than on EC2. */
  static List<InetAddress> ask() {
    TransportAddress mask = new AwsCandidateHarvester().getMask();
    return mask == null ? List.of() : List.of(mask.getAddress());
  }
}
