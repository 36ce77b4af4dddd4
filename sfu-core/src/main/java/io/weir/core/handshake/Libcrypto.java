package io.weir.core.handshake;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Verifies signatures by OpenSSL's libcrypto where the system has it. Any thread.
 *
 * <p>Bouncy Castle makes 160 kB of short-lived objects to verify one of ECDSA over P-256, as each
 * client brings one: more than a third of what a join makes.
 *
 * @param decodeKey {@code d2i_PUBKEY}
 * @param freeKey {@code EVP_PKEY_free}
 * @param newContext {@code EVP_PKEY_CTX_new}
 * @param freeContext {@code EVP_PKEY_CTX_free}
 * @param beginVerify {@code EVP_PKEY_verify_init}
 * @param verify {@code EVP_PKEY_verify}
 */
record Libcrypto(
    MethodHandle decodeKey,
    MethodHandle freeKey,
    MethodHandle newContext,
    MethodHandle freeContext,
    MethodHandle beginVerify,
    MethodHandle verify) {
  /** OpenSSL 3. */
  private static final String LIBRARY = "libcrypto.so.3";

  private static final int DONE = 1;
  private static final Optional<Libcrypto> FOUND = find();

  /** What this system has; empty for none, and for one that gives wrong answers. */
  static Optional<Libcrypto> found() {
    return FOUND;
  }

  /**
   * Whether somebody with the private key made a signature of a hash.
   *
   * @param publicKey as SubjectPublicKeyInfo
   * @param signature for ECDSA in DER (RFC 3279 §2.2.3)
   */
  boolean verify(byte[] publicKey, byte[] hash, byte[] signature) {
    try (Arena arena = Arena.ofConfined()) {
      // The function moves the pointer behind what it read, so it wants the pointer's address.
      MemorySegment pointer = arena.allocateFrom(ValueLayout.ADDRESS, copy(publicKey, arena));
      long length = publicKey.length;
      MemorySegment key =
          (MemorySegment) decodeKey.invokeExact(MemorySegment.NULL, pointer, length);
      if (isNull(key)) {
        return false;
      }
      try {
        return verify(key, copy(hash, arena), copy(signature, arena));
      } finally {
        freeKey.invokeExact(key);
      }
    } catch (Throwable e) {
      throw new AssertionError("a downcall does not throw", e);
    }
  }

  private boolean verify(MemorySegment key, MemorySegment hash, MemorySegment signature)
      throws Throwable {
    MemorySegment context = (MemorySegment) newContext.invokeExact(key, MemorySegment.NULL);
    if (isNull(context)) {
      return false;
    }
    try {
      int begun = (int) beginVerify.invokeExact(context);
      long signatureLength = signature.byteSize();
      long hashLength = hash.byteSize();
      // Other than 1 is a wrong signature (0) or one that is none (negative).
      return begun == DONE
          && (int) verify.invokeExact(context, signature, signatureLength, hash, hashLength)
              == DONE;
    } finally {
      freeContext.invokeExact(context);
    }
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  private static boolean isNull(MemorySegment pointer) {
    return pointer.address() == 0;
  }

  private static Optional<Libcrypto> find() {
    try {
      Libcrypto bound = bind(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
      return Optional.of(bound).filter(KnownSignature::isToldFromOthersBy);
    } catch (IllegalArgumentException | NoSuchElementException | IllegalCallerException unusable) {
      return Optional.empty();
    }
  }

  private static Libcrypto bind(SymbolLookup library) {
    FunctionDescriptor free = FunctionDescriptor.ofVoid(ValueLayout.ADDRESS);
    return new Libcrypto(
        downcall(
            library,
            "d2i_PUBKEY",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG)),
        downcall(library, "EVP_PKEY_free", free),
        downcall(
            library,
            "EVP_PKEY_CTX_new",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS)),
        downcall(library, "EVP_PKEY_CTX_free", free),
        downcall(
            library,
            "EVP_PKEY_verify_init",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)),
        downcall(
            library,
            "EVP_PKEY_verify",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG)));
  }

  private static MethodHandle downcall(
      SymbolLookup library, String name, FunctionDescriptor signature) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
  }

  /** One signature, which a library must take, and not for another's: RFC 6979 §A.2.5, "sample". */
  static final class KnownSignature {
    static final byte[] PUBLIC_KEY =
        HexFormat.of()
            .parseHex(
                "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                    + "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                    + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    static final byte[] HASH =
        HexFormat.of().parseHex("af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf");
    static final byte[] SIGNATURE =
        HexFormat.of()
            .parseHex(
                "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

    private KnownSignature() {}

    static boolean isToldFromOthersBy(Libcrypto library) {
      byte[] other = HASH.clone();
      other[other.length - 1] ^= 1;
      return library.verify(PUBLIC_KEY, HASH, SIGNATURE)
          && !library.verify(PUBLIC_KEY, other, SIGNATURE);
    }
  }
}
