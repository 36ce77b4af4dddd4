package io.weir.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void shouldReadNetworkOrderAtEveryOffset() {
    byte[] bytes = new byte[64];
    new Random(1).nextBytes(bytes);
    ByteBuffer expected = ByteBuffer.wrap(bytes);
    MemorySegment heap = MemorySegment.ofArray(bytes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment direct = arena.allocate(64).copyFrom(heap);
      for (MemorySegment segment : new MemorySegment[] {heap, direct}) {
        for (int i = 0; i <= 56; i++) {
          assertThat(Bytes.u8(segment, i)).isEqualTo(expected.get(i) & 0xFF);
          assertThat(Bytes.u16(segment, i)).isEqualTo(expected.getShort(i) & 0xFFFF);
          assertThat(Bytes.u24(segment, i)).isEqualTo(expected.getInt(i) >>> 8);
          assertThat(Bytes.i32(segment, i)).isEqualTo(expected.getInt(i));
          assertThat(Bytes.u32(segment, i)).isEqualTo(expected.getInt(i) & 0xFFFF_FFFFL);
          assertThat(Bytes.i64(segment, i)).isEqualTo(expected.getLong(i));
        }
      }
    }
  }

  @Test
  void shouldReadBackWhatItWroteAndTouchNothingElse() {
    MemorySegment segment = MemorySegment.ofArray(new byte[32]);
    Bytes.putU8(segment, 1, 0x1FE);
    Bytes.putU16(segment, 3, 0x1_FEDC);
    Bytes.putU24(segment, 6, 0x1_FEDCBA);
    Bytes.putI32(segment, 10, 0xFEDC_BA98);
    Bytes.putI64(segment, 15, 0xFEDC_BA98_7654_3210L);
    assertThat(Bytes.u8(segment, 1)).isEqualTo(0xFE);
    assertThat(Bytes.u16(segment, 3)).isEqualTo(0xFEDC);
    assertThat(Bytes.u24(segment, 6)).isEqualTo(0xFEDCBA);
    assertThat(Bytes.u32(segment, 10)).isEqualTo(0xFEDC_BA98L);
    assertThat(Bytes.i64(segment, 15)).isEqualTo(0xFEDC_BA98_7654_3210L);
    for (int gap : new int[] {0, 2, 5, 9, 14, 23}) {
      assertThat(Bytes.u8(segment, gap)).isZero();
    }
  }

  @Test
  void shouldCopyOverlappingRanges() {
    MemorySegment segment = MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 0, 0});
    Bytes.copy(segment, 0, segment, 2, 5);
    assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 1, 2, 3, 4, 5);
  }

  @Test
  void shouldRefuseToReadOutOfBounds() {
    MemorySegment segment = MemorySegment.ofArray(new byte[8]);
    assertThatThrownBy(() -> Bytes.i64(segment, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.u24(segment, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.u8(segment, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
