package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.TrackSource;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class PublishedSourceTest {
  private static final long NOW = 1_000_000_000_000L;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4);
  private final RoomParts parts = new RoomParts();
  private final Track track =
      parts.track(1, TrackSource.CAMERA, TransportFixture.simulcast("v", "q", "f"));
  private int changes;
  private int packets;

  private PublishedSource source(Runnable onChanged) {
    PublishedSource source =
        new PublishedSource(
            track.handle(),
            parts.fixture.transport().addReceiver(track.handle().rtp(), NOW),
            new PublishedSource.Listener() {
              @Override
              public void onPacket(Encoding encoding, Packet packet, long nowNs) {
                packets++;
                pool.release(packet);
              }

              @Override
              public void onRestart(Encoding encoding, long nowNs) {}

              @Override
              public void onKeyFrameNeeded(Encoding encoding, long nowNs) {}

              @Override
              public void onEncodingsChanged(Track of, long nowNs) {
                changes++;
                onChanged.run();
              }
            },
            event -> {},
            deadlineNs -> {},
            NOW);
    source.feed(track);
    return source;
  }

  private Packet keyFrame() {
    Packet packet = new RtpPacketBuilder().buildParsed(pool);
    packet.keyFrame = true;
    return packet;
  }

  @Test
  void shouldNotTakeAnUnknownSizeForALargeOne() {
    PublishedSource source = source(() -> {});
    source.onPacket(keyFrame(), NOW);
    source.onPacket(keyFrame(), NOW);
    assertThat(track.encoding(0).width()).isZero();
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void shouldHandThePacketOnEvenIfAChangeFails() {
    PublishedSource source =
        source(() -> {
          throw new IllegalStateException("on purpose");
        });
    Packet packet = keyFrame();
    assertThatThrownBy(() -> source.onPacket(packet, NOW)).hasMessage("on purpose");
    assertThat(packets).isEqualTo(1);
  }
}
