package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/**
 * One association's SRTP over Jitsi's contexts, one per SSRC and direction. Worker thread only.
 *
 * <p>Packets are copied to the engine's scratch memory, transformed there and copied out only when
 * that succeeded: a refused packet leaves the caller's memory as it was. Jitsi's replay window is
 * 64 packets (the least that RFC 3711 §3.3.2 allows), both ways: a packet that is reordered by more
 * comes out as {@link #REPLAYED}, so what is lost in a long burst must be asked for again over RTX,
 * and nothing may be sent whose sequence number is 64 or more behind its stream's highest.
 */
final class JitsiSrtpSession implements SrtpSession {
  private static final int MIN_RTP_HEADER = 12;
  private static final int MIN_RTCP_HEADER = 8;
  private static final int RTP_SSRC_OFFSET = 8;
  private static final int RTCP_SSRC_OFFSET = 4;
  private static final int SRTCP_INDEX_LENGTH = 4;

  /** Refused packets are counted by the caller; Jitsi would log each. */
  private static final Logger SILENT = new LoggerImpl("io.weir.core.srtp", Level.OFF);

  private final ScratchPacket scratch;
  private final int tagLength;
  private final SrtpContextFactory sending;
  private final SsrcTable<SrtpCryptoContext> rtpSenders = new SsrcTable<>();
  private final SsrcTable<SrtcpCryptoContext> rtcpSenders = new SsrcTable<>();
  private final ReceiveContexts<SrtpCryptoContext> rtpReceivers;
  private final ReceiveContexts<SrtcpCryptoContext> rtcpReceivers;

  JitsiSrtpSession(ScratchPacket scratch, SrtpKeys keys, int maxRemoteSsrcs) {
    this.scratch = scratch;
    SrtpProfile profile = keys.profile();
    tagLength = profile.tagLength();
    SrtpPolicy policy = policy(profile);
    sending =
        new SrtpContextFactory(true, keys.localKey(), keys.localSalt(), policy, policy, SILENT);
    SrtpContextFactory receiving =
        new SrtpContextFactory(false, keys.remoteKey(), keys.remoteSalt(), policy, policy, SILENT);
    // The SSRC given here would only appear in Jitsi's log.
    rtpReceivers =
        new ReceiveContexts<>(
            maxRemoteSsrcs,
            () -> receiving.deriveContext(0, 0),
            (context, segment, offset, length) -> {
              scratch.set(segment, offset, length);
              return accept(context.reverseTransformPacket(scratch, false), segment, offset);
            });
    rtcpReceivers =
        new ReceiveContexts<>(
            maxRemoteSsrcs,
            () -> receiving.deriveControlContext(0),
            (context, segment, offset, length) -> {
              scratch.set(segment, offset, length);
              return accept(context.reverseTransformPacket(scratch), segment, offset);
            });
  }

  @Override
  public int unprotectRtp(MemorySegment segment, long offset, int length) {
    if (length < MIN_RTP_HEADER + tagLength || !ScratchPacket.fits(length)) {
      return MALFORMED;
    }
    int ssrc = Bytes.i32(segment, offset + RTP_SSRC_OFFSET);
    return rtpReceivers.unprotect(ssrc, segment, offset, length);
  }

  @Override
  public int unprotectRtcp(MemorySegment segment, long offset, int length) {
    if (length < MIN_RTCP_HEADER + SRTCP_INDEX_LENGTH + tagLength || !ScratchPacket.fits(length)) {
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
    int length = headerLength + payloadLength;
    if (headerLength < MIN_RTP_HEADER || !ScratchPacket.fits(length)) {
      return MALFORMED;
    }
    scratch.set(header, headerOffset, headerLength);
    scratch.add(payload, payloadOffset, payloadLength);
    try {
      SrtpErrorStatus status =
          rtpSender(Bytes.i32(header, headerOffset + RTP_SSRC_OFFSET)).transformPacket(scratch);
      return finish(status, length + tagLength, out, outOffset);
    } catch (GeneralSecurityException | RuntimeException unusable) {
      return ENGINE_FAILED;
    }
  }

  @Override
  public int protectRtcp(
      MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
    if (length < MIN_RTCP_HEADER || !ScratchPacket.fits(length)) {
      return MALFORMED;
    }
    scratch.set(packet, offset, length);
    try {
      SrtpErrorStatus status =
          rtcpSender(Bytes.i32(packet, offset + RTCP_SSRC_OFFSET)).transformPacket(scratch);
      return finish(status, length + SRTCP_INDEX_LENGTH + tagLength, out, outOffset);
    } catch (GeneralSecurityException | RuntimeException unusable) {
      return ENGINE_FAILED;
    }
  }

  @Override
  public void close() {
    // Everything is on the heap.
  }

  /** Copies out what was unprotected. */
  private int accept(SrtpErrorStatus status, MemorySegment segment, long offset) {
    if (status != SrtpErrorStatus.OK) {
      return reason(status);
    }
    scratch.copyTo(segment, offset);
    return scratch.getLength();
  }

  /**
   * Copies out what was protected. Jitsi reports success even where its cipher refused and the
   * scratch memory still holds plain text; only the length tells.
   */
  private int finish(SrtpErrorStatus status, int expected, MemorySegment out, long outOffset) {
    if (status != SrtpErrorStatus.OK) {
      return reason(status);
    }
    if (scratch.getLength() != expected) {
      return ENGINE_FAILED;
    }
    scratch.copyTo(out, outOffset);
    return expected;
  }

  private SrtpCryptoContext rtpSender(int ssrc) throws GeneralSecurityException {
    @Nullable SrtpCryptoContext known = rtpSenders.get(ssrc);
    if (known != null) {
      return known;
    }
    SrtpCryptoContext context = sending.deriveContext(ssrc, 0);
    rtpSenders.put(ssrc, context);
    return context;
  }

  private SrtcpCryptoContext rtcpSender(int ssrc) throws GeneralSecurityException {
    @Nullable SrtcpCryptoContext known = rtcpSenders.get(ssrc);
    if (known != null) {
      return known;
    }
    SrtcpCryptoContext context = sending.deriveControlContext(ssrc);
    rtcpSenders.put(ssrc, context);
    return context;
  }

  /** Translates Jitsi's reason for refusing a packet. */
  private static int reason(SrtpErrorStatus status) {
    return switch (status) {
      case AUTH_FAIL -> AUTH_FAILED;
      case REPLAY_FAIL, REPLAY_OLD -> REPLAYED;
      case INVALID_PACKET -> MALFORMED;
      case OK, FAIL -> ENGINE_FAILED;
    };
  }

  private static SrtpPolicy policy(SrtpProfile profile) {
    SrtpPolicy policy =
        switch (profile) {
          case AEAD_AES_128_GCM ->
              new SrtpPolicy(
                  SrtpPolicy.AESGCM_ENCRYPTION,
                  profile.keyLength(),
                  SrtpPolicy.NULL_AUTHENTICATION,
                  0,
                  profile.tagLength(),
                  profile.saltLength());
          case AES_CM_128_HMAC_SHA1_80 ->
              new SrtpPolicy(
                  SrtpPolicy.AESCM_ENCRYPTION,
                  profile.keyLength(),
                  SrtpPolicy.HMACSHA1_AUTHENTICATION,
                  20, // RFC 3711 §5.2: n_a is 160 bits.
                  profile.tagLength(),
                  profile.saltLength());
        };
    // Never off when sending: with GCM a repeated index repeats a nonce (RFC 7714 §8.1).
    policy.setSendReplayEnabled(true);
    policy.setReceiveReplayEnabled(true);
    return policy;
  }
}
