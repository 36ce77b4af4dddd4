package io.weir.core.transport;

import io.weir.core.buffer.PacketRecycler;
import io.weir.core.congestion.FeedbackBatch;
import io.weir.core.counter.PacketCounters;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.srtp.SrtpEngine;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * What all transports of a worker share.
 *
 * @param counters the worker's
 * @param recycler takes packets back
 * @param sender takes outgoing datagrams
 * @param srtp makes SRTP sessions
 * @param dtls opens DTLS associations
 * @param index finds transports by fragment and path
 * @param scratch memory for packets under construction, at least {@link #SCRATCH_LENGTH} bytes
 * @param ntpOffsetNs what to add to the worker's clock to get ns since the NTP epoch
 * @param random unpredictable bits for SSRCs, sequence numbers and timestamps
 * @param feedback scratch memory for feedback on what was sent
 */
public record TransportContext(
    PacketCounters counters,
    PacketRecycler recycler,
    DatagramSender sender,
    SrtpEngine srtp,
    DtlsEngineFactory dtls,
    TransportIndex index,
    MemorySegment scratch,
    long ntpOffsetNs,
    LongSupplier random,
    FeedbackBatch feedback) {

  /** Room for one RTP packet and one RTCP compound packet side by side. */
  public static final int SCRATCH_LENGTH = 4096;

  /** Where RTP is built in {@link #scratch}. */
  static final int RTP_OFFSET = 0;

  /** Where RTCP is built in {@link #scratch}; building it may lead to sending RTP. */
  static final int RTCP_OFFSET = 2560;

  /** Largest RTCP compound packet that Weir sends, under every usual MTU. */
  static final int RTCP_CAPACITY = 1200;

  /** With scratch memory for feedback of its own. */
  public TransportContext(
      PacketCounters counters,
      PacketRecycler recycler,
      DatagramSender sender,
      SrtpEngine srtp,
      DtlsEngineFactory dtls,
      TransportIndex index,
      MemorySegment scratch,
      long ntpOffsetNs,
      LongSupplier random) {
    this(
        counters,
        recycler,
        sender,
        srtp,
        dtls,
        index,
        scratch,
        ntpOffsetNs,
        random,
        new FeedbackBatch());
  }
}
