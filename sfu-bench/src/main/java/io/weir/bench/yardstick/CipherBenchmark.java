package io.weir.bench.yardstick;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * AES-128-GCM of 1200 bytes by the JDK's cipher and nothing else: the yardstick of SRTP, whichever
 * its profile.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CipherBenchmark {
  private static final int LENGTH = 1200;
  private static final int TAG_BITS = 128;
  private static final int NONCE_LENGTH = 12;

  private final Cipher cipher = cipher();
  private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
  private final byte[] nonce = new byte[NONCE_LENGTH];
  private final byte[] plain = new byte[LENGTH];
  private final byte[] sealed = new byte[LENGTH + TAG_BITS / Byte.SIZE];
  private long packet;

  /** One packet under a nonce of its own. */
  @Benchmark
  public int encrypt() throws GeneralSecurityException {
    packet++;
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[i] = (byte) (packet >>> (i * Byte.SIZE));
    }
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher.doFinal(plain, 0, LENGTH, sealed, 0);
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK lacks AES-GCM", missing);
    }
  }
}
