package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UntouchedMemoryTest {
  private static final long BYTES = 256L << 20;

  @Test
  void shouldBeZeroAlignedAndWritableToItsEnd() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = UntouchedMemory.allocate(arena, 100_000);
      assertThat(memory.byteSize()).isEqualTo(100_000);
      assertThat(memory.address() % 64).isZero();
      assertThat(memory.mismatch(arena.allocate(100_000))).isEqualTo(-1);
      memory.fill((byte) 1);
      assertThat(memory.get(ValueLayout.JAVA_BYTE, 99_999)).isEqualTo((byte) 1);
      assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 100_000))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldEndWithItsArena() {
    MemorySegment memory;
    try (Arena arena = Arena.ofConfined()) {
      memory = UntouchedMemory.allocate(arena, 1_000);
    }
    assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTakeNoPlaceBeforeItIsUsed() throws IOException {
    Path mappings = Path.of("/proc/self/smaps");
    assumeTrue(Files.isReadable(mappings), "only Linux tells what is resident");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = UntouchedMemory.allocate(arena, BYTES);
      memory.set(ValueLayout.JAVA_BYTE, BYTES / 2, (byte) 1);
      assertThat(residentBytes(mappings, memory.address())).isBetween(1L, BYTES / 8);
      memory.fill((byte) 1);
      assertThat(residentBytes(mappings, memory.address())).isGreaterThan(BYTES / 2);
    }
  }

  /** Of the mapping that holds an address. */
  private static long residentBytes(Path mappings, long address) throws IOException {
    boolean inside = false;
    for (String line : Files.readAllLines(mappings)) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] range = line.split("[- ]", 3);
        inside =
            Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
      } else if (inside && line.startsWith("Rss:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new AssertionError("no mapping holds the address");
  }
}
