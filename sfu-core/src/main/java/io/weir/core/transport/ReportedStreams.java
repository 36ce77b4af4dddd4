package io.weir.core.transport;

import io.weir.core.buffer.Bytes;
import io.weir.core.congestion.StreamNumbers;
import io.weir.core.control.EncodingParameters;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A slot's stream of media and that of its retransmissions, where the client reports on packets by
 * SSRC and sequence number (RFC 8888). Worker thread only.
 */
final class ReportedStreams {
  private static final int SEQUENCE = 2;
  private static final int SSRC = 8;

  private final int ssrc;
  private final int rtxSsrc;
  private final StreamNumbers media = new StreamNumbers();
  private final StreamNumbers retransmissions = new StreamNumbers();

  ReportedStreams(EncodingParameters slot) {
    this.ssrc = (int) slot.ssrc();
    this.rtxSsrc = (int) slot.rtxSsrc();
  }

  /** The stream of an SSRC; null when it is none of both. */
  @Nullable StreamNumbers find(int of) {
    if (of == ssrc) {
      return media;
    }
    return of == rtxSsrc ? retransmissions : null;
  }

  /** The stream of a packet of the slot, whose header stands at {@code offset}. */
  StreamNumbers of(MemorySegment segment, long offset) {
    return Bytes.i32(segment, offset + SSRC) == ssrc ? media : retransmissions;
  }

  /** The sequence number in a header. */
  static int sequence(MemorySegment segment, long offset) {
    return Bytes.u16(segment, offset + SEQUENCE);
  }
}
