package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine's sessions promise; one subclass per engine. */
abstract class SrtpSessionContract {
  static final int SSRC = 0xCAFE_0001;

  private static final int MAX_SSRCS = 4;

  private final SrtpEngine engine;
  private final Random random = new Random(3711);
  private final MemorySegment memory = Arena.ofAuto().allocate(4096);

  SrtpSessionContract(SrtpEngine engine) {
    this.engine = engine;
  }

  /** How many packets the replay window of a profile's sessions holds. */
  abstract int window(SrtpProfile profile);

  @ParameterizedTest
  @EnumSource
  void shouldGiveBackWhatThePeerProtected(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    for (int sequence = 65_000; sequence < 66_500; sequence++) { // Over one roll-over.
      byte[] rtp = rtp(SSRC, sequence, random.nextInt(1_300));
      byte[] sealed = protectRtp(pair.ours, rtp, 12);
      assertThat(sealed).hasSize(rtp.length + profile.tagLength());
      assertThat(unprotectRtp(pair.theirs, sealed)).isEqualTo(rtp);

      byte[] rtcp = rtcp(SSRC, 28 + 4 * random.nextInt(20));
      byte[] sealedRtcp = protectRtcp(pair.theirs, rtcp);
      assertThat(sealedRtcp).hasSize(rtcp.length + 4 + profile.tagLength());
      assertThat(unprotectRtcp(pair.ours, sealedRtcp)).isEqualTo(rtcp);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldProtectAsTheRfcsSay(SrtpProfile profile) throws GeneralSecurityException {
    SrtpKeys keys = randomKeys(profile);
    SrtpSession session = engine.open(keys, MAX_SSRCS);
    for (int i = 0; i < 200; i++) {
      int sequence = 65_436 + i;
      byte[] rtp = rtpWithCsrcAndExtension(SSRC, sequence, random.nextInt(1_000));
      assertThat(protectRtp(session, rtp, 28))
          .isEqualTo(ReferenceSrtp.protectRtp(keys, rtp, 28, sequence >>> 16));
      byte[] rtcp = rtcp(SSRC, 8 + 4 * random.nextInt(30));
      assertThat(protectRtcp(session, rtcp)).isEqualTo(ReferenceSrtp.protectRtcp(keys, rtcp, i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveSharedPayloadAloneWhenProtecting(SrtpProfile profile) {
    SrtpSession session = new Pair(profile).ours;
    byte[] rtp = rtp(SSRC, 1, 500);
    MemorySegment header = inNativeMemory(Arrays.copyOf(rtp, 12));
    MemorySegment payload = inNativeMemory(Arrays.copyOfRange(rtp, 12, rtp.length));

    int length = session.protectRtp(header, 0, 12, payload, 0, 500, memory, 7);

    assertThat(length).isEqualTo(512 + profile.tagLength());
    assertThat(payload.toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(Arrays.copyOfRange(rtp, 12, rtp.length));
    assertThat(header.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Arrays.copyOf(rtp, 12));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseToProtectAnIndexTwice(SrtpProfile profile) {
    SrtpSession session = new Pair(profile).ours;
    int window = window(profile);
    protectRtp(session, rtp(SSRC, 100, 50), 12);

    assertThat(protectResult(session, rtp(SSRC, 100, 50))).isEqualTo(SrtpSession.REPLAYED);
    protectRtp(session, rtp(SSRC, 116 + window, 50), 12);
    assertThat(protectResult(session, rtp(SSRC, 100, 50))).isEqualTo(SrtpSession.REPLAYED);
    assertThat(protectResult(session, rtp(SSRC, 116, 50))).isEqualTo(SrtpSession.REPLAYED);
    assertThat(protectResult(session, rtp(SSRC, 117, 50))).isPositive();
    assertThat(protectResult(session, rtp(SSRC, 117, 50))).isEqualTo(SrtpSession.REPLAYED);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseReplayedPackets(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] rtp = protectRtp(pair.ours, rtp(SSRC, 7, 50), 12);
    byte[] rtcp = protectRtcp(pair.ours, rtcp(SSRC, 28));
    unprotectRtp(pair.theirs, rtp);
    unprotectRtcp(pair.theirs, rtcp);

    assertThat(unprotectRtpResult(pair.theirs, rtp)).isEqualTo(SrtpSession.REPLAYED);
    assertThat(unprotectRtcpResult(pair.theirs, rtcp)).isEqualTo(SrtpSession.REPLAYED);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAcceptReorderingWithinTheWindowOnly(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    int window = window(profile);
    byte[][] sealed = new byte[window + 6][];
    for (int i = 0; i < sealed.length; i++) {
      sealed[i] = protectRtp(pair.ours, rtp(SSRC, 65_500 + i, 50), 12);
    }
    unprotectRtp(pair.theirs, sealed[0]);
    unprotectRtp(pair.theirs, sealed[window + 5]);

    assertThat(unprotectRtpResult(pair.theirs, sealed[5])).isEqualTo(SrtpSession.REPLAYED);
    assertThat(unprotectRtp(pair.theirs, sealed[6])).hasSize(62);
    assertThat(unprotectRtpResult(pair.theirs, sealed[6])).isEqualTo(SrtpSession.REPLAYED);
    assertThat(unprotectRtp(pair.theirs, sealed[window + 4])).hasSize(62);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseEveryTamperedBit(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] rtp = protectRtp(pair.ours, rtpWithCsrcAndExtension(SSRC, 9, 20), 28);
    byte[] rtcp = protectRtcp(pair.ours, rtcp(SSRC, 28));
    for (int bit = 0; bit < rtp.length * 8; bit++) {
      assertThat(unprotectRtpResult(pair.theirs, flip(rtp, bit)))
          .as("RTP bit %d", bit)
          .isNegative();
    }
    for (int bit = 0; bit < rtcp.length * 8; bit++) {
      assertThat(unprotectRtcpResult(pair.theirs, flip(rtcp, bit)))
          .as("RTCP bit %d", bit)
          .isNegative();
    }

    assertThat(unprotectRtp(pair.theirs, rtp)).as("the genuine one afterwards").hasSize(48);
    assertThat(unprotectRtcp(pair.theirs, rtcp)).as("the genuine one afterwards").hasSize(28);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveRefusedPacketsAsTheyWere(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] forged = flip(protectRtp(pair.ours, rtp(SSRC, 9, 200), 12), 8 * 100);

    assertThat(unprotectRtpResult(pair.theirs, forged)).isEqualTo(SrtpSession.AUTH_FAILED);
    assertThat(bytes(forged.length)).isEqualTo(forged);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBoundSsrcsOfThePeer(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    for (int i = 0; i < MAX_SSRCS; i++) {
      unprotectRtp(pair.theirs, protectRtp(pair.ours, rtp(i, 30_000, 50), 12));
      unprotectRtcp(pair.theirs, protectRtcp(pair.ours, rtcp(i, 28)));
    }

    byte[] rtp = protectRtp(pair.ours, rtp(77, 1, 50), 12);
    byte[] rtcp = protectRtcp(pair.ours, rtcp(77, 28));
    assertThat(unprotectRtpResult(pair.theirs, rtp)).isEqualTo(SrtpSession.TOO_MANY_SSRCS);
    assertThat(unprotectRtcpResult(pair.theirs, rtcp)).isEqualTo(SrtpSession.TOO_MANY_SSRCS);
    assertThat(unprotectRtp(pair.theirs, protectRtp(pair.ours, rtp(0, 30_001, 50), 12)))
        .hasSize(62);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepNothingOfForgedSsrcs(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    for (int i = 0; i < 1_000; i++) {
      byte[] forged = rtp(random.nextInt(), random.nextInt(), 60);
      assertThat(unprotectRtpResult(pair.theirs, forged)).isEqualTo(SrtpSession.AUTH_FAILED);
      byte[] forgedRtcp = rtcp(random.nextInt(), 60);
      assertThat(unprotectRtcpResult(pair.theirs, forgedRtcp)).isNegative();
    }

    for (int i = 0; i < MAX_SSRCS; i++) { // All of them are still to be had.
      byte[] rtp = rtp(i, random.nextInt(), 50);
      assertThat(unprotectRtp(pair.theirs, protectRtp(pair.ours, rtp, 12))).isEqualTo(rtp);
      byte[] rtcp = rtcp(i, 28);
      assertThat(unprotectRtcp(pair.theirs, protectRtcp(pair.ours, rtcp))).isEqualTo(rtcp);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveArbitraryInput(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] genuine = protectRtp(pair.ours, rtp(SSRC, 9, 200), 12);
    unprotectRtp(pair.theirs, genuine);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(2_100)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length > 12) { // A known SSRC.
        System.arraycopy(genuine, 4, bytes, 4, 8);
      }
      assertThat(unprotectRtpResult(pair.theirs, bytes)).isNegative();
      assertThat(unprotectRtcpResult(pair.theirs, bytes)).isNegative();
    }
    assertThat(unprotectRtp(pair.theirs, protectRtp(pair.ours, rtp(SSRC, 10, 1), 12))).hasSize(13);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseOutgoingPacketsThatAreNoRtp(SrtpProfile profile) {
    SrtpSession session = new Pair(profile).ours;

    assertThat(session.protectRtp(memory, 0, 11, memory, 0, 10, memory, 0))
        .isEqualTo(SrtpSession.MALFORMED);
    assertThat(session.protectRtp(memory, 0, 12, memory, 0, 2_040, memory, 0))
        .isEqualTo(SrtpSession.MALFORMED);
    assertThat(session.protectRtcp(memory, 0, 7, memory, 0)).isEqualTo(SrtpSession.MALFORMED);
  }

  @Test
  void shouldWarmUp() {
    assertThatCode(() -> SrtpWarmUp.run(engine)).doesNotThrowAnyException();
  }

  private byte[] protectRtp(SrtpSession session, byte[] rtp, int headerLength) {
    MemorySegment packet = inNativeMemory(rtp);
    int payloadLength = rtp.length - headerLength;
    return bytes(
        session.protectRtp(
            packet, 0, headerLength, packet, headerLength, payloadLength, memory, 0));
  }

  private int protectResult(SrtpSession session, byte[] rtp) {
    MemorySegment packet = inNativeMemory(rtp);
    return session.protectRtp(packet, 0, 12, packet, 12, rtp.length - 12, memory, 0);
  }

  private byte[] protectRtcp(SrtpSession session, byte[] rtcp) {
    return bytes(session.protectRtcp(inNativeMemory(rtcp), 0, rtcp.length, memory, 0));
  }

  private byte[] unprotectRtp(SrtpSession session, byte[] sealed) {
    return bytes(unprotectRtpResult(session, sealed));
  }

  private byte[] unprotectRtcp(SrtpSession session, byte[] sealed) {
    return bytes(unprotectRtcpResult(session, sealed));
  }

  private int unprotectRtpResult(SrtpSession session, byte[] sealed) {
    memory.asSlice(0, sealed.length).copyFrom(MemorySegment.ofArray(sealed));
    return session.unprotectRtp(memory, 0, sealed.length);
  }

  private int unprotectRtcpResult(SrtpSession session, byte[] sealed) {
    memory.asSlice(0, sealed.length).copyFrom(MemorySegment.ofArray(sealed));
    return session.unprotectRtcp(memory, 0, sealed.length);
  }

  private byte[] bytes(int length) {
    assertThat(length).as("result").isNotNegative();
    return memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment inNativeMemory(byte[] bytes) {
    return Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private byte[] rtp(int ssrc, int sequence, int payloadLength) {
    byte[] packet = new byte[12 + payloadLength];
    random.nextBytes(packet);
    ByteBuffer.wrap(packet).putShort((short) 0x8060).putShort((short) sequence).putInt(8, ssrc);
    return packet;
  }

  /** With one CSRC and two words of one-byte header extensions: a header of 28 bytes. */
  private byte[] rtpWithCsrcAndExtension(int ssrc, int sequence, int payloadLength) {
    byte[] packet = rtp(ssrc, sequence, 16 + payloadLength);
    packet[0] = (byte) 0x91;
    ByteBuffer.wrap(packet).putInt(16, 0xBEDE_0002);
    return packet;
  }

  private byte[] rtcp(int ssrc, int length) {
    byte[] packet = new byte[length];
    random.nextBytes(packet);
    ByteBuffer.wrap(packet).putShort((short) 0x80C8).putInt(4, ssrc);
    return packet;
  }

  private static byte[] flip(byte[] packet, int bit) {
    byte[] copy = packet.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }

  private SrtpKeys randomKeys(SrtpProfile profile) {
    return new SrtpKeys(
        profile,
        randomBytes(profile.keyLength()),
        randomBytes(profile.saltLength()),
        randomBytes(profile.keyLength()),
        randomBytes(profile.saltLength()));
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Both ends of an association. */
  private final class Pair {
    final SrtpSession ours;
    final SrtpSession theirs;

    Pair(SrtpProfile profile) {
      SrtpKeys keys = randomKeys(profile);
      ours = engine.open(keys, MAX_SSRCS);
      theirs = engine.open(keys.reversed(), MAX_SSRCS);
    }
  }
}
