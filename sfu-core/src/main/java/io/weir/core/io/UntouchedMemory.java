package io.weir.core.io;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Allocates large memory of zeros that takes no place before it is used. Any thread.
 *
 * <p>{@link Arena#allocate} writes the zeros, so that the whole of it is resident from the start:
 * 32 MB per worker for packets, of which an idle server needs none. The C library's {@code calloc}
 * leaves that to the kernel, page by page on first use.
 */
final class UntouchedMemory {
  private static final long ALIGNMENT = 64;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALLOC =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("calloc"),
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("free"),
          FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private UntouchedMemory() {}

  /**
   * Memory that is freed with its arena, aligned to 64 bytes.
   *
   * @throws OutOfMemoryError if the system has none
   */
  static MemorySegment allocate(Arena arena, long bytes) {
    MemorySegment raw = calloc(bytes + ALIGNMENT);
    if (raw.address() == 0) {
      throw new OutOfMemoryError("no " + bytes + " bytes of memory for packets");
    }
    MemorySegment owned = raw.reinterpret(bytes + ALIGNMENT, arena, memory -> free(raw));
    return owned.asSlice(-raw.address() & (ALIGNMENT - 1), bytes);
  }

  private static MemorySegment calloc(long bytes) {
    try {
      return (MemorySegment) CALLOC.invokeExact(1L, bytes);
    } catch (Throwable e) {
      throw new AssertionError("calloc takes any size", e);
    }
  }

  private static void free(MemorySegment raw) {
    try {
      FREE.invokeExact(raw);
    } catch (Throwable e) {
      throw new AssertionError("free takes what calloc gave", e);
    }
  }
}
