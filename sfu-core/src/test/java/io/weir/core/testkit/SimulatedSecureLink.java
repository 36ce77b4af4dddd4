package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A simulated client's link to the server as SRTP sees it: encrypts what the client sends, decrypts
 * what it gets. One thread.
 */
final class SimulatedSecureLink {
  private static final int MAX_COMPOUND = 1_200;

  private final SrtpSession srtp;
  private final SealingSession sealing;
  private final SimulatedLink link;
  private final RtcpWriter writer = new RtcpWriter();
  private final MemorySegment compound = Arena.ofAuto().allocate(MAX_COMPOUND);

  SimulatedSecureLink(SrtpSession srtp, SimulatedLink link) {
    this.srtp = srtp;
    this.sealing = new SealingSession(srtp);
    this.link = link;
  }

  /** Sends an RTP packet. */
  void sendRtp(byte[] packet, long nowNs) {
    link.send(sealing.sealRtp(packet), nowNs);
  }

  /** Begins a compound packet, which {@link #sendRtcp} sends. */
  RtcpWriter beginRtcp() {
    writer.wrap(compound, 0, MAX_COMPOUND);
    return writer;
  }

  /** Sends what was written since {@link #beginRtcp}. */
  void sendRtcp(long nowNs) {
    byte[] plain = compound.asSlice(0, writer.length()).toArray(ValueLayout.JAVA_BYTE);
    link.send(sealing.sealRtcp(plain), nowNs);
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
