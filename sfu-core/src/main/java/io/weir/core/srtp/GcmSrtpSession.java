package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One association's AEAD_AES_128_GCM (RFC 7714) over ipsec-mb. Worker thread only; allocates
 * nothing but the state of an SSRC that it meets for the first time.
 *
 * <p>An expanded key is 1 kB. Each direction of RTP takes one when its first packet comes, so a
 * viewer has one and not four; RTCP is rare enough to expand its keys again and again.
 */
final class GcmSrtpSession implements SrtpSession {
  private static final int TAG_LENGTH = GcmCipher.TAG_LENGTH;
  private static final int MIN_RTP_HEADER = 12;
  private static final int RTP_SSRC_OFFSET = 8;
  private static final int RTCP_HEADER = 8;
  private static final int RTCP_SSRC_OFFSET = 4;
  private static final int TRAILER_LENGTH = 4;
  private static final int ENCRYPTED = 0x8000_0000;

  private final GcmCipher cipher;
  private final KeyBlocks blocks;
  private final GcmKey rtpSendKey;
  private final GcmKey rtpReceiveKey;
  private final GcmKey rtcpSendKey;
  private final GcmKey rtcpReceiveKey;
  private final SsrcTable<ReplayWindow> rtpSenders = new SsrcTable<>();
  private final SsrcTable<RtcpCounter> rtcpSenders = new SsrcTable<>();
  private final ReceiveContexts<ReplayWindow> rtpReceivers;
  private final ReceiveContexts<ReplayWindow> rtcpReceivers;

  /** Who sent last: most viewers are sent one stream, and need not be looked up in a table. */
  private @Nullable ReplayWindow lastSender;

  private int lastSsrc;
  private boolean closed;

  GcmSrtpSession(
      GcmCipher cipher,
      KeyBlocks blocks,
      SessionKeys derivation,
      SrtpKeys keys,
      int maxRemoteSsrcs) {
    this.cipher = cipher;
    this.blocks = blocks;
    rtpSendKey = derivation.derive(keys.localKey(), keys.localSalt(), SessionKeys.RTP);
    rtcpSendKey = derivation.derive(keys.localKey(), keys.localSalt(), SessionKeys.RTCP);
    rtpReceiveKey = derivation.derive(keys.remoteKey(), keys.remoteSalt(), SessionKeys.RTP);
    rtcpReceiveKey = derivation.derive(keys.remoteKey(), keys.remoteSalt(), SessionKeys.RTCP);
    rtpReceivers = new ReceiveContexts<>(maxRemoteSsrcs, ReplayWindow::new, this::openRtp);
    rtcpReceivers = new ReceiveContexts<>(maxRemoteSsrcs, ReplayWindow::new, this::openRtcp);
  }

  @Override
  public int unprotectRtp(MemorySegment segment, long offset, int length) {
    if (closed) {
      return ENGINE_FAILED;
    }
    if (length < MIN_RTP_HEADER + TAG_LENGTH || length > Packet.CAPACITY) {
      return MALFORMED;
    }
    int ssrc = Bytes.i32(segment, offset + RTP_SSRC_OFFSET);
    return rtpReceivers.unprotect(ssrc, segment, offset, length);
  }

  @Override
  public int unprotectRtcp(MemorySegment segment, long offset, int length) {
    if (closed) {
      return ENGINE_FAILED;
    }
    if (length < RTCP_HEADER + TAG_LENGTH + TRAILER_LENGTH || length > Packet.CAPACITY) {
      return MALFORMED;
    }
    int ssrc = Bytes.i32(segment, offset + RTCP_SSRC_OFFSET);
    return rtcpReceivers.unprotect(ssrc, segment, offset, length);
  }

  @Override
  public int protectRtp(
      MemorySegment header,
      long headerOffset,
      int headerLength,
      MemorySegment payload,
      long payloadOffset,
      int payloadLength,
      MemorySegment out,
      long outOffset) {
    if (closed) {
      return ENGINE_FAILED;
    }
    int length = headerLength + payloadLength;
    if (headerLength < MIN_RTP_HEADER || length > Packet.CAPACITY) {
      return MALFORMED;
    }
    long input = GcmCipher.addressOf(payload, payloadOffset, payloadLength);
    long output = GcmCipher.addressOf(out, outOffset, length + TAG_LENGTH);
    int ssrc = Bytes.i32(header, headerOffset + RTP_SSRC_OFFSET);
    ReplayWindow sender = rtpSender(ssrc);
    long index = sender.indexOf(Bytes.u16(header, headerOffset + 2));
    if (!sender.admits(index)) {
      return REPLAYED;
    }
    sender.use(index); // Before anything can go wrong: a nonce is used once.
    Bytes.copy(header, headerOffset, out, outOffset, headerLength);
    cipher.seal(
        rtpSendKey.expanded(cipher, blocks),
        rtpSendKey,
        ssrc,
        index,
        output + headerLength,
        input,
        payloadLength,
        output,
        headerLength,
        output + length);
    return length + TAG_LENGTH;
  }

  @Override
  public int protectRtcp(
      MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
    if (closed) {
      return ENGINE_FAILED;
    }
    if (length < RTCP_HEADER || length > Packet.CAPACITY) {
      return MALFORMED;
    }
    int total = length + TAG_LENGTH + TRAILER_LENGTH;
    long input = GcmCipher.addressOf(packet, offset, length);
    long output = GcmCipher.addressOf(out, outOffset, total);
    int ssrc = Bytes.i32(packet, offset + RTCP_SSRC_OFFSET);
    RtcpCounter counter = rtcpSender(ssrc);
    if (counter.next < 0) {
      return REPLAYED; // After 2^31 packets only a new key would do (RFC 3711 §9.2).
    }
    int index = counter.next++;
    Bytes.copy(packet, offset, out, outOffset, RTCP_HEADER);
    Bytes.putI32(out, outOffset + length + TAG_LENGTH, index | ENCRYPTED);
    // RFC 7714 §9.2: header and trailer are authenticated, what is between is encrypted as well.
    Bytes.copy(packet, offset, cipher.memory(), cipher.associatedOffset(), RTCP_HEADER);
    Bytes.putI32(cipher.memory(), cipher.associatedOffset() + RTCP_HEADER, index | ENCRYPTED);
    cipher.seal(
        cipher.expand(rtcpSendKey),
        rtcpSendKey,
        ssrc,
        index,
        output + RTCP_HEADER,
        input + RTCP_HEADER,
        length - RTCP_HEADER,
        cipher.associated(),
        RTCP_HEADER + TRAILER_LENGTH,
        output + length);
    return total;
  }

  @Override
  public void close() {
    closed = true;
    rtpSendKey.release(blocks);
    rtpReceiveKey.release(blocks);
  }

  private int openRtp(ReplayWindow window, MemorySegment segment, long offset, int length) {
    int headerLength = rtpHeaderLength(segment, offset, length - TAG_LENGTH);
    if (headerLength > length - TAG_LENGTH) {
      return MALFORMED;
    }
    long index = window.indexOf(Bytes.u16(segment, offset + 2));
    if (!window.admits(index)) {
      return REPLAYED;
    }
    long packet = GcmCipher.addressOf(segment, offset, length);
    int textLength = length - headerLength - TAG_LENGTH;
    boolean authentic =
        cipher.open(
            rtpReceiveKey.expanded(cipher, blocks),
            rtpReceiveKey,
            Bytes.i32(segment, offset + RTP_SSRC_OFFSET),
            index,
            packet + headerLength,
            textLength,
            packet,
            headerLength,
            segment,
            offset + headerLength + textLength);
    if (!authentic) {
      return AUTH_FAILED;
    }
    window.use(index);
    return length - TAG_LENGTH;
  }

  private int openRtcp(ReplayWindow window, MemorySegment segment, long offset, int length) {
    int plainLength = length - TAG_LENGTH - TRAILER_LENGTH;
    int trailer = Bytes.i32(segment, offset + length - TRAILER_LENGTH);
    int index = trailer & ~ENCRYPTED;
    if (!window.admits(index)) {
      return REPLAYED;
    }
    // RFC 7714 §9.3: without the E flag all of it is authenticated and nothing encrypted.
    int clearLength = (trailer & ENCRYPTED) == 0 ? plainLength : RTCP_HEADER;
    MemorySegment memory = cipher.memory();
    Bytes.copy(segment, offset, memory, cipher.associatedOffset(), clearLength);
    Bytes.putI32(memory, cipher.associatedOffset() + clearLength, trailer);
    boolean authentic =
        cipher.open(
            cipher.expand(rtcpReceiveKey),
            rtcpReceiveKey,
            Bytes.i32(segment, offset + RTCP_SSRC_OFFSET),
            index,
            GcmCipher.addressOf(segment, offset, length) + clearLength,
            plainLength - clearLength,
            cipher.associated(),
            clearLength + TRAILER_LENGTH,
            segment,
            offset + plainLength);
    if (!authentic) {
      return AUTH_FAILED;
    }
    window.use(index);
    return plainLength;
  }

  /** RFC 3550 §5.1 and §5.3.1; more than {@code available} where the packet is cut off. */
  private static int rtpHeaderLength(MemorySegment segment, long offset, int available) {
    int first = Bytes.u8(segment, offset);
    int length = MIN_RTP_HEADER + Integer.BYTES * (first & 0x0F);
    if ((first & 0x10) != 0 && length + Integer.BYTES <= available) {
      length += Integer.BYTES + Integer.BYTES * Bytes.u16(segment, offset + length + 2);
    } else if ((first & 0x10) != 0) {
      length += Integer.BYTES;
    }
    return length;
  }

  private ReplayWindow rtpSender(int ssrc) {
    if (ssrc == lastSsrc && lastSender != null) {
      return lastSender;
    }
    ReplayWindow sender = rtpSenders.get(ssrc);
    if (sender == null) {
      sender = new ReplayWindow();
      rtpSenders.put(ssrc, sender);
    }
    lastSsrc = ssrc;
    lastSender = sender;
    return sender;
  }

  private RtcpCounter rtcpSender(int ssrc) {
    RtcpCounter known = rtcpSenders.get(ssrc);
    if (known != null) {
      return known;
    }
    RtcpCounter counter = new RtcpCounter();
    rtcpSenders.put(ssrc, counter);
    return counter;
  }

  /** The index of an SSRC's next RTCP packet (RFC 3711 §3.4). */
  private static final class RtcpCounter {
    private int next;
  }
}
