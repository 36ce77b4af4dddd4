package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import java.lang.foreign.Arena;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeyFrameCacheTest {
  private static final long MS = 1_000_000;
  private static final long PLENTY = 10_000_000;
  private static final int PACKETS_PER_FRAME = 3;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 2048);
  private final PacketHistory history = new PacketHistory(1024, pool::release);
  private final KeyFrameCache cache = new KeyFrameCache(history);
  private long sequence = 65_000;
  private long timestamp = 1_000_000;
  private long nowNs = -500 * MS;

  private void frame(boolean key) {
    timestamp += 3_000;
    for (int i = 0; i < PACKETS_PER_FRAME; i++) {
      packet(key && i == 0, timestamp, 1_000);
    }
    nowNs += 33 * MS;
  }

  private void packet(boolean key, long frameTimestamp, int length) {
    Packet packet = Objects.requireNonNull(pool.acquire());
    packet.extendedSequence = sequence++;
    packet.timestamp = frameTimestamp;
    packet.keyFrame = key;
    packet.arrivalNs = nowNs;
    packet.length = length;
    history.put(packet);
    cache.onPacket(packet);
  }

  private long start() {
    Packet start = cache.start(PLENTY, nowNs);
    return start == null ? -1 : start.extendedSequence;
  }

  @Test
  void shouldBeginAtTheLatestKeyFrame() {
    assertThat(start()).isEqualTo(-1);
    frame(true);
    frame(false);
    long second = sequence;
    frame(true);
    frame(false);
    frame(false);

    assertThat(start()).isEqualTo(second);
    assertThat(cache.frames()).isEqualTo(3);
    assertThat(cache.newest().extendedSequence).isEqualTo(sequence - 1);
  }

  @Test
  void shouldBeginWithTheParametersWhereSeveralPacketsOfAKeyFrameAreMarked() {
    long first = sequence;
    packet(true, 90, 30);
    packet(true, 90, 1_000);
    packet(false, 90, 1_000);

    assertThat(start()).isEqualTo(first);
  }

  @Test
  void shouldBeOfNoUseWithAGap() {
    assertThat(cache.mayBecomeUseful(nowNs)).isFalse();
    frame(true);
    frame(false);
    sequence++;
    frame(false);
    assertThat(start()).isEqualTo(-1);
    assertThat(cache.mayBecomeUseful(nowNs)).as("it may be filled").isTrue();

    sequence--;
    frame(true);
    assertThat(start()).isNotEqualTo(-1);
  }

  @Test
  void shouldBeOfNoUseWhenTheHistoryHadToGiveUpItsBeginning() {
    frame(true);
    frame(false);
    history.evictOldest();

    assertThat(start()).isEqualTo(-1);
  }

  @Test
  void shouldBeOfNoUseAfterTwoSecondsOrAMegabyteOrWhatFits() {
    frame(true);
    frame(false);
    assertThat(cache.start(2L * PACKETS_PER_FRAME * 1_000, nowNs)).isNotNull();
    assertThat(cache.start(2L * PACKETS_PER_FRAME * 1_000 - 1, nowNs)).isNull();
    while (nowNs - KeyFrameCache.MAX_AGE_NS < -500 * MS) {
      assertThat(start()).isNotEqualTo(-1);
      frame(false);
    }
    frame(false);
    assertThat(start()).isEqualTo(-1);
    assertThat(cache.mayBecomeUseful(nowNs)).isFalse();

    long first = sequence;
    frame(true);
    while (sequence - first < 1_000) {
      packet(false, 7, 1_000);
    }
    assertThat(start()).isNotEqualTo(-1);
    packet(false, 7, 9_000);
    assertThat(start()).isEqualTo(-1);
  }

  @Test
  void shouldBeOfNoUseWhenNothingCameLately() {
    frame(true);
    assertThat(start()).isNotEqualTo(-1);
    nowNs += KeyFrameCache.MAX_SILENCE_NS;

    assertThat(start()).isEqualTo(-1);
  }

  @Test
  void shouldForgetWhatCameBeforeARestart() {
    frame(true);
    cache.clear();

    assertThat(start()).isEqualTo(-1);
  }
}
