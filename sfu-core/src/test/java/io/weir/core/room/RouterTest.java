package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.MediaKind;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest implements WorkerLinks {
  private static final long NOW = 1_000_000_000_000L;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 64);
  private final RoomParts parts = new RoomParts();
  private final List<Integer> forwarded = new ArrayList<>();
  private final Router router =
      new Router(parts.fixture.context().counters(), pool::release, this, new SpeakerDetector());

  @BeforeEach
  void connect() {
    parts.fixture.connect();
  }

  @Override
  public int self() {
    return 0;
  }

  @Override
  public void forward(int worker, TrackHandle track, Packet packet) {
    forwarded.add(worker);
  }

  @Override
  public void send(int worker, RoomMessage message) {
    throw new AssertionError("the router tells nobody anything");
  }

  private void route(Track track, long sequence, boolean keyFrame) {
    boolean video = track.kind() == MediaKind.VIDEO;
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(video ? TransportFixture.VIDEO : TransportFixture.AUDIO)
            .sequence(sequence)
            .timestamp(sequence / 10 * 3_000)
            .buildParsed(pool);
    packet.extendedSequence = sequence;
    packet.keyFrame = keyFrame;
    packet.captureNs = NOW;
    router.route(track, packet, NOW);
  }

  private int sent() {
    return parts.fixture.takeRtp().size();
  }

  private boolean everyPacketIsBack() {
    return pool.available() == pool.capacity();
  }

  @Test
  void shouldGiveAPacketToEverySlotAndOnceToEachOtherWorker() {
    Track track = parts.camera(1);
    track.otherWorkers(2, 5);
    for (int i = 0; i < 3; i++) {
      parts.slot(MediaKind.VIDEO, i).show(track, NOW);
    }
    route(track, 70_000, true);
    assertThat(sent()).isEqualTo(3);
    assertThat(forwarded).containsExactly(2, 5);
    assertThat(everyPacketIsBack()).as("history keeps it").isFalse();
    track.close();
    assertThat(everyPacketIsBack()).isTrue();
  }

  @Test
  void shouldDropPacketsOfMutedTracks() {
    Track track = parts.camera(1);
    track.otherWorkers(2);
    parts.slot(MediaKind.VIDEO, 0).show(track, NOW);
    track.muted(true);
    route(track, 70_000, true);
    assertThat(sent()).isZero();
    assertThat(forwarded).isEmpty();
    assertThat(parts.fixture.count(PacketCounter.RTP_MUTED)).isEqualTo(1);
    assertThat(everyPacketIsBack()).isTrue();
  }

  @Test
  void shouldReturnPacketsOfTracksThatKeepNone() {
    Track track = parts.microphone(1);
    parts.slot(MediaKind.AUDIO, 0).show(track, NOW);
    route(track, 70_000, false);
    assertThat(sent()).isEqualTo(1);
    assertThat(everyPacketIsBack()).isTrue();
  }

  @Test
  void shouldReturnAPacketTooOldForHistoryOnce() {
    Track track = parts.camera(1);
    parts.slot(MediaKind.VIDEO, 0).show(track, NOW);
    route(track, 70_000, true);
    route(track, 72_000, false);
    int kept = pool.available();
    route(track, 70_500, false);
    assertThat(pool.available()).isEqualTo(kept);
  }

  @Test
  void shouldAskForAKeyFrameOnceWhileItSkipsWhatCannotBeDecoded() {
    Track track = parts.camera(1);
    parts.slot(MediaKind.VIDEO, 0).show(track, NOW);
    for (int i = 0; i < 10; i++) {
      route(track, 70_000 + i, false);
    }
    assertThat(sent()).isZero();
    assertThat(parts.fixture.count(PacketCounter.WAITING_FOR_KEYFRAME)).isEqualTo(10);
    assertThat(parts.keyFrameRequests).isEqualTo(1);
    route(track, 70_010, true);
    assertThat(sent()).isEqualTo(1);
    assertThat(track.keyFrames().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSendEverythingThatOvertookTheFirstPacketOfAKeyFrame() {
    Track track = parts.camera(1);
    parts.slot(MediaKind.VIDEO, 0).show(track, NOW);
    route(track, 69_999, false);
    route(track, 70_002, false);
    route(track, 70_003, false);
    route(track, 70_005, false);
    assertThat(sent()).isZero();
    route(track, 70_000, true);
    List<Integer> numbers = new ArrayList<>();
    parts.fixture.takeRtp().forEach(rtp -> numbers.add((rtp[2] & 0xFF) << 8 | (rtp[3] & 0xFF)));
    int first = numbers.getFirst();
    assertThat(numbers).containsExactly(first, first + 2, first + 3, first + 5);
    route(track, 70_001, false);
    route(track, 70_004, false);
    assertThat(sent()).as("what was lost comes as a retransmission").isEqualTo(2);
  }
}
