package io.weir.core.srtp;

import static io.weir.core.srtp.SrtpProfile.AEAD_AES_128_GCM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class IpsecMbSrtpSessionTest extends SrtpSessionContract {
  private static final int LENGTH = 500;

  private final IpsecMbSrtpEngine engine = IpsecMbTesting.engine();
  private final MemorySegment packet = Arena.ofAuto().allocate(LENGTH);
  private final MemorySegment out = Arena.ofAuto().allocate(2 * LENGTH);

  IpsecMbSrtpSessionTest() {
    super(IpsecMbTesting.engine());
  }

  @Override
  int window(SrtpProfile profile) {
    return profile == AEAD_AES_128_GCM ? 1024 : 64;
  }

  @Test
  void shouldTellItsName() {
    assertThat(engine.name()).isEqualTo("ipsec-mb");
  }

  @Test
  void shouldTakeKeyMemoryForDirectionsThatAreUsedOnly() {
    SrtpSession session = open();
    assertThat(engine.blocks().inUse()).as("nothing was sent yet").isZero();

    protectRtcp(session);
    assertThat(engine.blocks().inUse()).as("RTCP needs none").isZero();
    for (int i = 0; i < 3; i++) {
      protect(session, i);
    }
    assertThat(engine.blocks().inUse()).as("sending").isEqualTo(1);
    session.unprotectRtp(out, 0, protect(session, 5));
    assertThat(engine.blocks().inUse()).as("both ways").isEqualTo(2);

    session.close();
    assertThat(engine.blocks().inUse()).as("closed").isZero();
  }

  @Test
  void shouldLeaveNoKeyMemoryBehindAfterTenThousandSessions() {
    for (int i = 0; i < 10_000; i++) {
      SrtpSession session = open();
      session.unprotectRtp(out, 0, protect(session, 0));
      session.close();
      session.close(); // As when a transport that ended is removed.
    }
    assertThat(engine.blocks().inUse()).isZero();
    assertThat(engine.blocks().size()).as("blocks for one session at a time").isLessThan(100);
  }

  @Test
  void shouldLetNothingOutOnceClosed() {
    SrtpSession session = open();
    int length = protect(session, 0);
    session.close();

    assertThat(protect(session, 1)).isEqualTo(SrtpSession.ENGINE_FAILED);
    assertThat(protectRtcp(session)).isEqualTo(SrtpSession.ENGINE_FAILED);
    assertThat(session.unprotectRtp(out, 0, length)).isEqualTo(SrtpSession.ENGINE_FAILED);
    assertThat(session.unprotectRtcp(out, 0, length)).isEqualTo(SrtpSession.ENGINE_FAILED);
    assertThat(engine.blocks().inUse()).isZero();
  }

  @Test
  void shouldTakeRtcpThatIsAuthenticatedButNotEncrypted() throws GeneralSecurityException {
    SrtpKeys keys = sameKeysBothWays();
    byte[] report = new byte[28];
    ByteBuffer.wrap(report).putInt(0x80C8_0006).putInt(SSRC);
    byte[] trailer = {0, 0, 0, 9}; // RFC 7714 §9.3: no E flag.
    byte[] key =
        ReferenceSrtp.derive(keys.localKey(), keys.localSalt(), ReferenceSrtp.LABEL_RTCP_KEY, 16);
    byte[] salt =
        ReferenceSrtp.derive(keys.localKey(), keys.localSalt(), ReferenceSrtp.LABEL_RTCP_SALT, 12);
    byte[] associated = ByteBuffer.allocate(32).put(report).put(trailer).array();
    byte[] iv = ReferenceSrtp.gcmRtcpIv(salt, SSRC, 9);
    byte[] tag = ReferenceSrtp.aesGcm(key, iv, associated, new byte[0]);
    byte[] sealed = ByteBuffer.allocate(48).put(report).put(tag).put(trailer).array();
    SrtpSession session = engine.open(keys, 1);

    sealed[20] ^= 1;
    out.asSlice(0, 48).copyFrom(MemorySegment.ofArray(sealed));
    assertThat(session.unprotectRtcp(out, 0, 48)).isEqualTo(SrtpSession.AUTH_FAILED);
    sealed[20] ^= 1;
    out.asSlice(0, 48).copyFrom(MemorySegment.ofArray(sealed));
    assertThat(session.unprotectRtcp(out, 0, 48)).isEqualTo(28);
    assertThat(out.asSlice(0, 28).mismatch(MemorySegment.ofArray(report))).isEqualTo(-1);
  }

  @Test
  void shouldRefuseHeadersThatReachBeyondTheirPacket() {
    SrtpSession session = open();
    int length = protect(session, 0);
    Bytes.putU8(out, 0, 0x9F); // Fifteen CSRCs and an extension.
    assertThat(session.unprotectRtp(out, 0, 12 + 16)).isEqualTo(SrtpSession.MALFORMED);
    Bytes.putU8(out, 0, 0x90);
    Bytes.putU16(out, 14, 0xFFFF);
    assertThat(session.unprotectRtp(out, 0, length)).isEqualTo(SrtpSession.MALFORMED);
  }

  @Test
  void shouldNotTouchMemoryThatItWasNotGiven() {
    SrtpSession session = open();
    MemorySegment array = MemorySegment.ofArray(new byte[LENGTH]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.protectRtp(packet, 0, 12, array, 12, 100, out, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> session.protectRtp(packet, 0, 12, packet, 12, LENGTH, out, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> session.protectRtp(packet, 0, 12, packet, 12, 100, packet, 380));
    assertThat(session.unprotectRtp(packet, 1, LENGTH)).isEqualTo(SrtpSession.ENGINE_FAILED);
  }

  private SrtpSession open() {
    return engine.open(sameKeysBothWays(), 2);
  }

  private static SrtpKeys sameKeysBothWays() {
    byte[] key = new byte[16];
    byte[] salt = new byte[12];
    return new SrtpKeys(AEAD_AES_128_GCM, key, salt, key, salt);
  }

  private int protect(SrtpSession session, int sequence) {
    Bytes.putU16(packet, 0, 0x8060);
    Bytes.putU16(packet, 2, sequence);
    Bytes.putI32(packet, 8, SSRC);
    return session.protectRtp(packet, 0, 12, packet, 12, LENGTH - 12, out, 0);
  }

  private int protectRtcp(SrtpSession session) {
    return session.protectRtcp(packet, 0, 28, out, 0);
  }
}
