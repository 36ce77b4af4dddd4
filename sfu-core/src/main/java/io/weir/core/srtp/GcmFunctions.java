package io.weir.core.srtp;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * ipsec-mb's AES-128-GCM for one family of processors, by address. Any thread. Callers check that
 * addresses are valid: nobody else does. An instance in a static final field costs nothing more
 * than the native call, because the JVM trusts the fields of records.
 *
 * @param expand makes an expanded key of a key
 * @param encrypt encrypts and computes the tag
 * @param decrypt decrypts and computes the tag, which it does not compare
 */
public record GcmFunctions(MethodHandle expand, MethodHandle encrypt, MethodHandle decrypt) {
  /** Size of struct gcm_key_data: 15 round keys and up to 48 powers of the hash key. */
  public static final int EXPANDED_KEY_LENGTH = 1024;

  /** What struct gcm_key_data is aligned to. */
  public static final int KEY_ALIGNMENT = 64;

  /** Room for struct gcm_context_data, which has 88 bytes. */
  public static final int CONTEXT_LENGTH = 128;

  /** Length of a tag. */
  public static final int TAG_LENGTH = 16;

  private static final FunctionDescriptor EXPAND =
      FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

  /** Addresses go as plain numbers: the linker would look after each segment, call by call. */
  private static final FunctionDescriptor CRYPT =
      FunctionDescriptor.ofVoid(
          ValueLayout.JAVA_LONG, // Expanded key.
          ValueLayout.JAVA_LONG, // Context.
          ValueLayout.JAVA_LONG, // Output.
          ValueLayout.JAVA_LONG, // Input.
          ValueLayout.JAVA_LONG, // Its length.
          ValueLayout.JAVA_LONG, // Initialisation vector, 12 bytes.
          ValueLayout.JAVA_LONG, // Associated data.
          ValueLayout.JAVA_LONG, // Its length.
          ValueLayout.JAVA_LONG, // Tag.
          ValueLayout.JAVA_LONG); // Its length.

  /** The functions of {@code family} in a library, or nothing if one is missing. */
  static Optional<GcmFunctions> bind(SymbolLookup library, GcmFamily family) {
    Optional<MemorySegment> expand = library.find("aes_gcm_pre_128_" + family.suffix());
    Optional<MemorySegment> encrypt = library.find("aes_gcm_enc_128_" + family.suffix());
    Optional<MemorySegment> decrypt = library.find("aes_gcm_dec_128_" + family.suffix());
    if (expand.isEmpty() || encrypt.isEmpty() || decrypt.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GcmFunctions(
            downcall(expand.get(), EXPAND),
            downcall(encrypt.get(), CRYPT),
            downcall(decrypt.get(), CRYPT)));
  }

  /** Expands the 16 bytes at {@code key}. */
  public void expandKey(long key, long expandedKey) {
    try {
      expand.invokeExact(key, expandedKey);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Encrypts, in place or not, and writes the tag. */
  public void encrypt(
      long expandedKey,
      long context,
      long output,
      long input,
      long length,
      long iv,
      long associated,
      long associatedLength,
      long tag) {
    try {
      encrypt.invokeExact(
          expandedKey,
          context,
          output,
          input,
          length,
          iv,
          associated,
          associatedLength,
          tag,
          (long) TAG_LENGTH);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Decrypts, in place or not, and writes the tag that the sender should have sent. */
  public void decrypt(
      long expandedKey,
      long context,
      long output,
      long input,
      long length,
      long iv,
      long associated,
      long associatedLength,
      long tag) {
    try {
      decrypt.invokeExact(
          expandedKey,
          context,
          output,
          input,
          length,
          iv,
          associated,
          associatedLength,
          tag,
          (long) TAG_LENGTH);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Critical: a call lasts 0.1 µs and cannot block, so the JVM need not prepare for it. */
  private static MethodHandle downcall(MemorySegment address, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(false));
  }

  private static AssertionError unexpected(Throwable cause) {
    return new AssertionError("a downcall does not throw", cause);
  }
}
