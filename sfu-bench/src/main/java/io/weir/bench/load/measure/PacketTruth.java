package io.weir.bench.load.measure;

/**
 * What became of packets, by the publisher's own numbering where they carry the tester's marker,
 * else by RTP sequence numbers.
 *
 * @param expected from the first to the highest that came
 * @param received different ones that came, retransmitted ones included
 * @param repaired of these, those that came as a retransmission
 * @param duplicates packets that came once more
 * @param reordered packets that came after a later one, retransmissions aside
 * @param skipped packets that the server left out on purpose: no gap in the RTP sequence numbers
 *     and a place where a decoder may begin, or audio; not expected
 */
public record PacketTruth(
    long expected, long received, long repaired, long duplicates, long reordered, long skipped) {
  /** Nothing came. */
  public static final PacketTruth NONE = new PacketTruth(0, 0, 0, 0, 0, 0);

  /** Packets that never came. */
  public long lost() {
    return expected - received;
  }

  /** Share that never came, 0 to 1. */
  public double lossRatio() {
    return expected == 0 ? 0 : (double) lost() / expected;
  }

  /** Both together. */
  public PacketTruth plus(PacketTruth other) {
    return new PacketTruth(
        expected + other.expected,
        received + other.received,
        repaired + other.repaired,
        duplicates + other.duplicates,
        reordered + other.reordered,
        skipped + other.skipped);
  }
}
