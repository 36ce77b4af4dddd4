package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordGateTest {
  private static final int CLIENT_HELLO = 1;
  private static final int CERTIFICATE_VERIFY = 15;
  private static final byte[] CHANGE_CIPHER_SPEC = record(20, 0, new byte[] {1});
  private static final byte[] FINISHED = record(22, 1, new byte[40]);

  private final RecordGate gate = new RecordGate(DtlsRole.SERVER);

  @Test
  void shouldCutOffMessagesThatClaimToBeHuge() {
    byte[] largest = fragment(CLIENT_HELLO, RecordGate.MAX_MESSAGE_LENGTH, 0, 20);
    byte[] huge = fragment(CLIENT_HELLO, RecordGate.MAX_MESSAGE_LENGTH + 1, 0, 20);

    assertThat(gate.admit(largest)).isEqualTo(largest.length);
    assertThat(gate.admit(huge)).isZero();
    assertThat(gate.admit(join(largest, huge, largest))).isEqualTo(largest.length);
  }

  @Test
  void shouldNotLookIntoEncryptedRecords() {
    byte[] encrypted = fragment(CLIENT_HELLO, 0xFF_FFFF, 0, 20);
    encrypted[4] = 1;

    assertThat(gate.admit(encrypted)).isEqualTo(encrypted.length);
  }

  @Test
  void shouldHoldChangeCipherSpecBackUntilCertificateVerifyCame() {
    byte[] verify = fragment(CERTIFICATE_VERIFY, 70, 0, 70);
    byte[] end = join(CHANGE_CIPHER_SPEC, FINISHED);

    assertThat(gate.admit(end)).isZero();
    assertThat(gate.admit(join(fragment(16, 30, 0, 30), end))).isEqualTo(25 + 30);
    assertThat(gate.admit(join(verify, end))).isEqualTo(verify.length + end.length);
    assertThat(gate.admit(end)).isEqualTo(end.length);
  }

  @Test
  void shouldWaitForEveryFragmentOfCertificateVerify() {
    byte[] first = fragment(CERTIFICATE_VERIFY, 70, 0, 30);
    byte[] middle = fragment(CERTIFICATE_VERIFY, 70, 30, 20);
    byte[] last = fragment(CERTIFICATE_VERIFY, 70, 50, 20);

    gate.admit(first);
    gate.admit(last);
    assertThat(gate.admit(CHANGE_CIPHER_SPEC)).isZero();
    gate.admit(middle);
    assertThat(gate.admit(CHANGE_CIPHER_SPEC)).isZero(); // It came before the gap was closed.
    gate.admit(last);
    assertThat(gate.admit(CHANGE_CIPHER_SPEC)).isEqualTo(CHANGE_CIPHER_SPEC.length);
  }

  @Test
  void shouldSurviveArbitraryInput() {
    Random random = new Random(22);
    int whole = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 12 && random.nextBoolean()) {
        ByteBuffer.wrap(bytes).put(0, (byte) 22).putShort(3, (short) 0);
        ByteBuffer.wrap(bytes).putShort(11, (short) random.nextInt(90));
      }
      int admitted = gate.admit(bytes);
      assertThat(admitted).isBetween(0, bytes.length);
      whole += admitted == bytes.length ? 1 : 0;
    }
    assertThat(whole).isPositive();
  }

  private static byte[] fragment(int type, int claimedLength, int offset, int length) {
    ByteBuffer message = ByteBuffer.allocate(12 + length);
    message.putInt(type << 24 | claimedLength).putShort((short) 0);
    message.put((byte) 0).putShort((short) offset).put((byte) 0).putShort((short) length);
    return record(22, 0, message.array());
  }

  private static byte[] record(int type, int epoch, byte[] content) {
    ByteBuffer record = ByteBuffer.allocate(13 + content.length);
    record.put((byte) type).putShort((short) 0xFEFD).putShort((short) epoch);
    record.position(11);
    return record.putShort((short) content.length).put(content).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(4_096);
    for (byte[] part : parts) {
      all.put(part);
    }
    byte[] joined = new byte[all.position()];
    all.flip().get(joined);
    return joined;
  }
}
