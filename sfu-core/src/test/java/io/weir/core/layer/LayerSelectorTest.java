package io.weir.core.layer;

import static io.weir.core.layer.LayerSelector.Verdict.BEGIN;
import static io.weir.core.layer.LayerSelector.Verdict.FORWARD;
import static io.weir.core.layer.LayerSelector.Verdict.SKIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LayerSelectorTest {
  private final LayerSelector selector = new LayerSelector();
  private final Packet packet =
      new RtpPacketBuilder().buildParsed(new PacketPool(Arena.ofAuto(), 1));

  private LayerSelector.Verdict select(boolean keyFrame) {
    packet.keyFrame = keyFrame;
    return selector.select(packet);
  }

  @Test
  void shouldBeginVideoAtAKeyFrame() {
    selector.rebind(true);
    assertThat(select(false)).isEqualTo(SKIP);
    assertThat(selector.awaitsKeyFrame()).isTrue();
    assertThat(select(true)).isEqualTo(BEGIN);
    assertThat(selector.awaitsKeyFrame()).isFalse();
    assertThat(select(false)).isEqualTo(FORWARD);
    assertThat(select(true)).isEqualTo(FORWARD);
  }

  @Test
  void shouldBeginAudioAtOnce() {
    selector.rebind(false);
    assertThat(select(false)).isEqualTo(BEGIN);
    assertThat(select(false)).isEqualTo(FORWARD);
  }

  @Test
  void shouldWaitAgainAfterEachRebind() {
    selector.rebind(true);
    select(true);
    selector.rebind(true);
    assertThat(select(false)).isEqualTo(SKIP);
    assertThat(select(true)).isEqualTo(BEGIN);
  }
}
