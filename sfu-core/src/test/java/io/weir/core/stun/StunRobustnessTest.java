package io.weir.core.stun;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.core.buffer.Bytes;
import io.weir.core.control.IceParameters;
import io.weir.core.testkit.StunClient;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: nothing is thrown, nothing is read outside, nothing wrong is accepted. */
class StunRobustnessTest {
  private static final IceParameters SERVER =
      new IceParameters("AAAABBBB", "0123456789abcdefghijkl");
  private static final IceParameters CLIENT = new IceParameters("abcd", "client-password-client");

  private static final int VALIDATIONS = 50_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final StunBindingValidator validator = new StunBindingValidator();
  private final MessageIntegrity key = new MessageIntegrity(SERVER.password());

  @Test
  void shouldNeverAcceptNoise() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(accepts(noise)).isFalse();
    }
  }

  @Test
  void shouldNeverAcceptNoiseBehindARightHeader() {
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[20 + 4 * random.nextInt(40)];
      random.nextBytes(noise);
      byte[] header = {0, 1, 0, (byte) (noise.length - 20), 0x21, 0x12, (byte) 0xA4, 0x42};
      System.arraycopy(header, 0, noise, 0, header.length);
      assertThat(accepts(noise)).isFalse();
    }
  }

  @Test
  void shouldNeverAcceptAMutatedCheck() {
    Random random = new Random(3);
    StunClient client = new StunClient(CLIENT, SERVER, 3);
    for (int i = 0; i < 20_000; i++) {
      byte[] check = i % 2 == 0 ? client.check() : client.nominate();
      assertThat(accepts(check)).isTrue();
      int mutations = 1 + random.nextInt(3);
      for (int m = 0; m < mutations; m++) {
        // Never the same byte twice, so that no mutation undoes another.
        int part = check.length / mutations;
        check[m * part + random.nextInt(part)] ^= (byte) (1 + random.nextInt(255));
      }
      assertThat(accepts(check)).isFalse();
    }
  }

  @Test
  void shouldSurviveMutatedAttributesUnderARightFingerprint() {
    Random random = new Random(4);
    StunClient client = new StunClient(CLIENT, SERVER, 4);
    for (int i = 0; i < 20_000; i++) {
      byte[] check = client.nominate();
      byte[] mutated = check.clone();
      for (int m = random.nextInt(4); m >= 0; m--) {
        mutated[20 + random.nextInt(check.length - 28)] = (byte) random.nextInt(256);
      }
      MemorySegment segment = MemorySegment.ofArray(mutated);
      int covered = check.length - Stun.FINGERPRINT_ATTRIBUTE_LENGTH;
      Bytes.putI32(segment, covered + 4, new StunFingerprint().compute(segment, 0, covered));

      assertThat(accepts(mutated)).isEqualTo(Arrays.equals(mutated, check));
    }
  }

  @Test
  void shouldAllocateNothingWhileValidating() {
    MemorySegment noise = MemorySegment.ofArray(new byte[100]);
    byte[] bytes = new StunClient(CLIENT, SERVER, 5).nominate();
    MemorySegment check = MemorySegment.ofArray(bytes);
    validateOften(noise, check);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    validateOften(noise, check);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    // Less than a byte each: what the runtime itself allocates while measuring is allowed.
    assertThat(allocated).isLessThan(VALIDATIONS);
  }

  private void validateOften(MemorySegment noise, MemorySegment check) {
    for (int i = 0; i < VALIDATIONS; i++) {
      validator.validate(noise, 0, (int) noise.byteSize());
      validator.validate(check, 0, (int) check.byteSize());
    }
  }

  private boolean accepts(byte[] message) {
    // A segment of exactly its size: reading outside would throw.
    StunVerdict verdict = validator.validate(MemorySegment.ofArray(message), 0, message.length);
    return verdict == StunVerdict.BINDING_REQUEST && validator.hasIntegrity(key);
  }
}
