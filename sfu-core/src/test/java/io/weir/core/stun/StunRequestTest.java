package io.weir.core.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks that an agent sends are understood by the server's end, and its answers by the agent. */
class StunRequestTest {
  private static final String REMOTE_UFRAG = "AAAABBBB";
  private static final String LOCAL_UFRAG = "client";
  private static final byte[] USERNAME =
      (REMOTE_UFRAG + ":" + LOCAL_UFRAG).getBytes(StandardCharsets.US_ASCII);
  private static final int TRANSACTION_HIGH = 0x1234_5678;
  private static final long TRANSACTION_LOW = 0x9ABC_DEF0_1122_3344L;
  private static final long PRIORITY = 0xFE00_0001L;
  private static final long TIE_BREAKER = -42;

  private final MessageIntegrity key = new MessageIntegrity("the password of the server");
  private final StunWriter writer = new StunWriter();
  private final StunBindingValidator validator = new StunBindingValidator();
  private final StunResponseReader reader = new StunResponseReader();
  private final MemorySegment request =
      MemorySegment.ofArray(new byte[StunWriter.MAX_REQUEST_LENGTH]);
  private final MemorySegment response = MemorySegment.ofArray(new byte[StunWriter.MAX_LENGTH]);

  @Test
  void shouldWriteChecksThatTheServerAccepts() {
    int length = write(IceRole.CONTROLLING, true);

    assertThat(validator.validate(request, 0, length)).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.hasIntegrity(key)).isTrue();
    assertThat(validator.localUfragKey()).isEqualTo(UsernameFragments.parse(REMOTE_UFRAG));
    assertThat(validator.isRemoteUfrag(LOCAL_UFRAG.getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(validator.useCandidate()).isTrue();
    assertThat(validator.controlling()).isTrue();
    assertThat(validator.tieBreaker()).isEqualTo(TIE_BREAKER);
    assertThat(validator.priority()).isEqualTo(PRIORITY);
  }

  @Test
  void shouldNotNominateAsControlledAgent() {
    int length = write(IceRole.CONTROLLED, true);

    assertThat(validator.validate(request, 0, length)).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.controlled()).isTrue();
    assertThat(validator.useCandidate()).isFalse();
  }

  @Test
  void shouldReadTheAnswerToACheck() {
    validator.validate(request, 0, write(IceRole.CONTROLLING, true));
    int length = success();

    assertThat(StunResponseReader.isRequest(request, 0)).isTrue();
    assertThat(StunResponseReader.isRequest(response, 0)).isFalse();
    assertThat(reader.read(response, 0, length)).isTrue();
    assertThat(reader.error()).isEqualTo(StunResponseReader.NO_ERROR);
    assertThat(reader.transactionHigh()).isEqualTo(TRANSACTION_HIGH);
    assertThat(reader.transactionLow()).isEqualTo(TRANSACTION_LOW);
    assertThat(reader.hasIntegrity(key)).isTrue();
    assertThat(reader.hasIntegrity(new MessageIntegrity("another one"))).isFalse();
  }

  @Test
  void shouldReadWhichErrorAnswersACheck() {
    validator.validate(request, 0, write(IceRole.CONTROLLING, true));
    int length = writer.writeRoleConflict(validator, key, response, 0);

    assertThat(reader.read(response, 0, length)).isTrue();
    assertThat(reader.error()).isEqualTo(StunWriter.ROLE_CONFLICT);
  }

  @Test
  void shouldNeverTakeAMutatedAnswerForOurs() {
    validator.validate(request, 0, write(IceRole.CONTROLLING, true));
    int length = success();
    Random random = new Random(4);
    byte[] original = response.toArray(ValueLayout.JAVA_BYTE);
    int integrityEnd = length - 8; // FINGERPRINT is not checked: MESSAGE-INTEGRITY says more.
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = original.clone();
      mutated[random.nextInt(integrityEnd)] ^= (byte) (1 + random.nextInt(255));
      MemorySegment segment = MemorySegment.ofArray(mutated);
      boolean taken = reader.read(segment, 0, length) && reader.hasIntegrity(key);
      assertThat(taken).isFalse();
    }
  }

  @Test
  void shouldSurviveArbitraryBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[20 + 4 * random.nextInt(30)];
      random.nextBytes(noise);
      byte[] header = {1, 1, 0, (byte) (noise.length - 20), 0x21, 0x12, (byte) 0xA4, 0x42};
      System.arraycopy(header, 0, noise, 0, header.length);
      boolean taken =
          reader.read(MemorySegment.ofArray(noise), 0, noise.length) && reader.hasIntegrity(key);
      assertThat(taken).isFalse();
    }
  }

  private int success() {
    NetworkPath path = NetworkPath.ofIpv4(0, 0x7F00_0001, 5_000);
    return writer.writeSuccess(
        validator, path.addressHigh(), path.addressLow(), path.port(), key, response, 0);
  }

  private int write(IceRole role, boolean nominates) {
    return writer.writeRequest(
        TRANSACTION_HIGH,
        TRANSACTION_LOW,
        USERNAME,
        PRIORITY,
        role,
        TIE_BREAKER,
        nominates,
        key,
        request,
        0);
  }
}
