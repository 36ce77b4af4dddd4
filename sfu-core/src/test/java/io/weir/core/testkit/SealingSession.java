package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.rtp.RtpParser;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Encrypts whole packets as a client does, malformed ones, too. One thread. */
final class SealingSession {
  private static final int FIXED_HEADER = 12;

  private final SrtpSession srtp;
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 1);

  SealingSession(SrtpSession srtp) {
    this.srtp = srtp;
  }

  /** Encrypts an RTP packet; where SRTP refuses it, nothing is left of it. */
  byte[] sealRtp(byte[] packet) {
    int headerLength = headerLength(packet);
    MemorySegment bytes = MemorySegment.ofArray(packet);
    byte[] sealed = new byte[packet.length + SrtpSession.MAX_RTP_OVERHEAD];
    int length =
        srtp.protectRtp(
            bytes,
            0,
            headerLength,
            bytes,
            headerLength,
            packet.length - headerLength,
            MemorySegment.ofArray(sealed),
            0);
    return Arrays.copyOf(sealed, Math.max(length, 0));
  }

  private int headerLength(byte[] packet) {
    Packet parsed = RtpPacketBuilder.place(pool, packet);
    int length = RtpParser.parse(parsed) ? parsed.headerLength : FIXED_HEADER;
    pool.release(parsed);
    return length;
  }

  /** Encrypts a compound RTCP packet; where SRTP refuses it, nothing is left of it. */
  byte[] sealRtcp(byte[] packet) {
    byte[] sealed = new byte[packet.length + SrtpSession.MAX_RTCP_OVERHEAD];
    int length =
        srtp.protectRtcp(
            MemorySegment.ofArray(packet), 0, packet.length, MemorySegment.ofArray(sealed), 0);
    return Arrays.copyOf(sealed, Math.max(length, 0));
  }
}
