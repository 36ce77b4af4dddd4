package io.weir.bench.load.media;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Memory in which one media thread builds what it sends: RTP header, payload and RTCP each have
 * their place. The payload's place is filled with noise, which encoded media looks like.
 */
final class Scratch {
  /** Room for RTP headers with extensions, and for RTCP. */
  static final int HEADER_BYTES = 512;

  /** Room for payloads. */
  static final int PAYLOAD_BYTES = 2_048;

  /** Room for an RTCP compound packet. */
  static final int RTCP_BYTES = 1_200;

  /** Where headers are built. */
  static final long HEADER = 0;

  /** Where payloads are built. */
  static final long PAYLOAD = HEADER_BYTES;

  /** Where RTCP is built. */
  static final long RTCP = PAYLOAD + PAYLOAD_BYTES;

  /** Sequence numbers of a NACK. */
  final int[] sequences = new int[128];

  private final MemorySegment memory;

  Scratch(Arena arena, long seed) {
    memory = arena.allocate(RTCP + RTCP_BYTES, 64);
    byte[] noise = new byte[PAYLOAD_BYTES];
    new Random(seed).nextBytes(noise);
    MemorySegment.copy(noise, 0, memory, ValueLayout.JAVA_BYTE, PAYLOAD, PAYLOAD_BYTES);
  }

  MemorySegment memory() {
    return memory;
  }
}
