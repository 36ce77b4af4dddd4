package io.weir.core.stun;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Weir's own username fragments: exactly eight ice-chars (RFC 8839 §5.4), six bits each, so that a
 * 48-bit key stands for one and finding its session compares no strings. Any thread.
 */
public final class UsernameFragments {
  /** Number of characters. */
  public static final int LENGTH = 8;

  /** Number of bits in a key. */
  public static final int KEY_BITS = 48;

  /** What {@code parse} returns for anything else. */
  public static final long INVALID = -1;

  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final byte[] VALUES = values();

  private UsernameFragments() {}

  /** The key of a fragment, or {@link #INVALID}. */
  public static long parse(String fragment) {
    if (fragment.length() != LENGTH) {
      return INVALID;
    }
    long key = 0;
    for (int i = 0; i < LENGTH; i++) {
      int value = value(fragment.charAt(i));
      if (value < 0) {
        return INVALID;
      }
      key = key << 6 | value;
    }
    return key;
  }

  /** The key of the {@link #LENGTH} bytes at an offset, or {@link #INVALID}. */
  public static long parse(MemorySegment segment, long offset) {
    long key = 0;
    for (int i = 0; i < LENGTH; i++) {
      int value = value(Bytes.u8(segment, offset + i));
      if (value < 0) {
        return INVALID;
      }
      key = key << 6 | value;
    }
    return key;
  }

  /** The fragment of the low {@link #KEY_BITS} bits; random bits make a random fragment. */
  public static String format(long key) {
    char[] chars = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      chars[i] = ICE_CHARS.charAt((int) (key >>> (KEY_BITS - 6 * (i + 1))) & 63);
    }
    return new String(chars);
  }

  private static int value(int character) {
    return character < VALUES.length ? VALUES[character] : -1;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ICE_CHARS.length(); i++) {
      values[ICE_CHARS.charAt(i)] = (byte) i;
    }
    return values;
  }
}
