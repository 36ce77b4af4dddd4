package io.weir.bench.load.measure;

import java.lang.foreign.MemorySegment;

/** A published payload in the middle of other memory, for meters in virtual time. */
record MarkedPacket(
    int source, long number, long frame, int index, int count, boolean key, long sentNs) {
  static final int LENGTH = 100;
  static final long OFFSET = 50;

  /** Hands the packet to a meter as it came. */
  boolean arrive(ReceiveMeter meter, long sequence, boolean retransmitted, long nowNs) {
    MemorySegment memory = MemorySegment.ofArray(new byte[300]);
    long at = OFFSET + LENGTH - Marker.LENGTH;
    Marker.write(memory, at, source, number, frame, index, count, key, false);
    Marker.stamp(memory, at, sentNs);
    return meter.onPacket(
        memory, OFFSET, LENGTH, sequence, retransmitted, null, index == count - 1, nowNs, 0);
  }
}
