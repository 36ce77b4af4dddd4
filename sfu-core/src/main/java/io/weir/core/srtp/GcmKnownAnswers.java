package io.weir.core.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Asks a binding of AES-128-GCM for answers that are known before any packet trusts it: the vectors
 * of RFC 7714 and of the specification of GCM, and lengths up to that of a large packet against the
 * JDK's cipher. Any thread.
 */
final class GcmKnownAnswers {
  /** RFC 7714 §16.1.1: key, initialisation vector, header, text, cipher text with tag. */
  private static final Vector RFC_7714 =
      Vector.of(
          "000102030405060708090a0b0c0d0e0f",
          "51753c6580c2726f20718414",
          "8040f17b8041f8d35501a0b2",
          "47616c6c696120657374206f6d6e697320646976697361206" + "96e207061727465732074726573",
          "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
              + "899d7f27beb16a9152cf765ee4390cce");

  /** McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, test case 4. */
  private static final Vector GCM_4 =
      Vector.of(
          "feffe9928665731c6d6a8f9467308308",
          "cafebabefacedbaddecaf888",
          "feedfacedeadbeeffeedfacedeadbeefabaddad2",
          "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
              + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
          "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
              + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
              + "5bc94fbc3221a5db94fae95ae7121a47");

  /** Nothing, single blocks, where implementations change their stride, and large packets. */
  private static final int[] LENGTHS = {
    0, 1, 15, 16, 17, 63, 64, 127, 128, 129, 255, 256, 257, 511, 767, 768, 769, 1023, 1188, 1200,
    1500, 2047
  };

  private static final int MAX_LENGTH = 2048;
  private static final int HEADER_LENGTH = 28;
  private static final byte CANARY = 0x5A;

  private final GcmFunctions functions;
  private final MemorySegment key;
  private final MemorySegment expandedKey;
  private final MemorySegment context;
  private final MemorySegment iv;
  private final MemorySegment header;
  private final MemorySegment text;
  private final MemorySegment output;
  private final MemorySegment tag;

  private GcmKnownAnswers(GcmFunctions functions, Arena arena) {
    this.functions = functions;
    key = arena.allocate(GcmKey.LENGTH);
    expandedKey = arena.allocate(GcmFunctions.EXPANDED_KEY_LENGTH * 2L, GcmFunctions.KEY_ALIGNMENT);
    context = arena.allocate(GcmFunctions.CONTEXT_LENGTH, Long.BYTES);
    iv = arena.allocate(12);
    header = arena.allocate(HEADER_LENGTH);
    text = arena.allocate(MAX_LENGTH);
    output = arena.allocate(MAX_LENGTH);
    tag = arena.allocate(GcmFunctions.TAG_LENGTH);
  }

  /** Whether all answers are right. */
  static boolean holdFor(GcmFunctions functions) {
    try (Arena arena = Arena.ofConfined()) {
      GcmKnownAnswers answers = new GcmKnownAnswers(functions, arena);
      boolean right = answers.holds(RFC_7714) && answers.holds(GCM_4);
      for (int length : LENGTHS) {
        right &= answers.holds(ofJdk(length));
      }
      return right;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private boolean holds(Vector vector) {
    put(key, vector.key());
    put(iv, vector.iv());
    put(header, vector.header());
    put(text, vector.text());
    expandedKey.fill(CANARY);
    functions.expandKey(key.address(), expandedKey.address());
    functions.encrypt(
        expandedKey.address(),
        context.address(),
        output.address(),
        text.address(),
        vector.text().length,
        iv.address(),
        header.address(),
        vector.header().length,
        tag.address());
    boolean right = Arrays.equals(sealed(vector.text().length), vector.sealed());
    tag.fill((byte) 0);
    functions.decrypt(
        expandedKey.address(),
        context.address(),
        output.address(),
        output.address(),
        vector.text().length,
        iv.address(),
        header.address(),
        vector.header().length,
        tag.address());
    byte[] tagOfSender =
        Arrays.copyOfRange(vector.sealed(), vector.text().length, vector.sealed().length);
    return right
        && Arrays.equals(get(output, vector.text().length), vector.text())
        && Arrays.equals(get(tag, GcmFunctions.TAG_LENGTH), tagOfSender)
        && keyFitsItsBlock();
  }

  private boolean keyFitsItsBlock() {
    byte[] behind =
        expandedKey.asSlice(GcmFunctions.EXPANDED_KEY_LENGTH).toArray(ValueLayout.JAVA_BYTE);
    byte[] untouched = new byte[behind.length];
    Arrays.fill(untouched, CANARY);
    return Arrays.equals(behind, untouched);
  }

  private byte[] sealed(int length) {
    byte[] sealed = Arrays.copyOf(get(output, length), length + GcmFunctions.TAG_LENGTH);
    System.arraycopy(get(tag, GcmFunctions.TAG_LENGTH), 0, sealed, length, GcmFunctions.TAG_LENGTH);
    return sealed;
  }

  /** Some packet of this length, sealed by the JDK. */
  private static Vector ofJdk(int length) throws GeneralSecurityException {
    byte[] key = pattern(GcmKey.LENGTH, length + 1);
    byte[] iv = pattern(12, length + 2);
    byte[] header = pattern(HEADER_LENGTH, length + 3);
    byte[] text = pattern(length, length + 4);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(GcmFunctions.TAG_LENGTH * Byte.SIZE, iv));
    cipher.updateAAD(header);
    return new Vector(key, iv, header, text, cipher.doFinal(text));
  }

  /** Bytes without much order, the same each time. */
  private static byte[] pattern(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (((i + 31 * seed) * 0x9E37_79B1) >>> 24);
    }
    return bytes;
  }

  private static void put(MemorySegment target, byte[] bytes) {
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
  }

  private static byte[] get(MemorySegment source, int length) {
    return source.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
  private record Vector(byte[] key, byte[] iv, byte[] header, byte[] text, byte[] sealed) {
    static Vector of(String key, String iv, String header, String text, String sealed) {
      HexFormat hex = HexFormat.of();
      return new Vector(
          hex.parseHex(key),
          hex.parseHex(iv),
          hex.parseHex(header),
          hex.parseHex(text),
          hex.parseHex(sealed));
    }
  }
}
