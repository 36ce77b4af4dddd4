package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A simulated client's link to the server as SRTP sees it: encrypts what the client sends, decrypts
 * what it gets. One thread.
 */
final class SimulatedSecureLink {
  private static final int MAX_COMPOUND = 1_200;
  private static final int FIXED_HEADER = 12;
  private static final int EXTENSION_BIT = 0x10;

  private final SrtpSession srtp;
  private final SimulatedLink link;
  private final RtcpWriter writer = new RtcpWriter();
  private final MemorySegment compound = Arena.ofAuto().allocate(MAX_COMPOUND);

  SimulatedSecureLink(SrtpSession srtp, SimulatedLink link) {
    this.srtp = srtp;
    this.link = link;
  }

  /** Sends an RTP packet. */
  void sendRtp(byte[] packet, long nowNs) {
    MemorySegment bytes = MemorySegment.ofArray(packet);
    int headerLength = FIXED_HEADER;
    if ((packet[0] & EXTENSION_BIT) != 0) {
      headerLength += 4 + 4 * (((packet[14] & 0xFF) << 8) | (packet[15] & 0xFF));
    }
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
    link.send(Arrays.copyOf(sealed, length), nowNs);
  }

  /** Begins a compound packet, which {@link #sendRtcp} sends. */
  RtcpWriter beginRtcp() {
    writer.wrap(compound, 0, MAX_COMPOUND);
    return writer;
  }

  /** Sends what was written since {@link #beginRtcp}. */
  void sendRtcp(long nowNs) {
    byte[] sealed = new byte[writer.length() + SrtpSession.MAX_RTCP_OVERHEAD];
    int length = srtp.protectRtcp(compound, 0, writer.length(), MemorySegment.ofArray(sealed), 0);
    link.send(Arrays.copyOf(sealed, length), nowNs);
  }

  /** Decrypts an RTP packet in place; false when it is not authentic. */
  boolean openRtp(Packet packet) {
    packet.length = srtp.unprotectRtp(packet.segment(), packet.offset, packet.length);
    return packet.length >= 0;
  }

  /** Decrypts a compound RTCP packet in place; false when it is not authentic. */
  boolean openRtcp(Packet packet) {
    packet.length = srtp.unprotectRtcp(packet.segment(), packet.offset, packet.length);
    return packet.length >= 0;
  }
}
