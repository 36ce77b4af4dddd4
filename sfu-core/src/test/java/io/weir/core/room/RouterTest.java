package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.MediaKind;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import io.weir.core.transport.TransportDefect;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest implements WorkerLinks {
  private static final long NOW = 1_000_000_000_000L;
  private static final int PAYLOAD = 4;
  private static final int BROKEN = 7;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 64);
  private final RoomParts parts = new RoomParts();
  private final List<Integer> forwarded = new ArrayList<>();
  private final Router router =
      new Router(
          parts.fixture.context().counters(), pool::release, this, new SpeakerDetector(), true);

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
    if (worker == BROKEN) {
      throw new IllegalStateException("on purpose");
    }
    forwarded.add(worker);
  }

  @Override
  public void send(int worker, RoomMessage message) {
    throw new AssertionError("the router tells nobody anything");
  }

  private void route(Track track, long sequence, boolean keyFrame) {
    take(track, sequence, keyFrame, PAYLOAD);
    route(track);
  }

  private void route(Track track) {
    track.settle(NOW);
    router.route(track.encoding(0), NOW);
  }

  private void take(Track track, long sequence, boolean keyFrame, int payloadLength) {
    boolean video = track.kind() == MediaKind.VIDEO;
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(video ? TransportFixture.VIDEO : TransportFixture.AUDIO)
            .sequence(sequence)
            .timestamp(sequence / 10 * 3_000)
            .payload(new byte[payloadLength])
            .buildParsed(pool);
    packet.extendedSequence = sequence;
    packet.keyFrame = keyFrame;
    packet.captureNs = NOW;
    router.take(track.encoding(0), packet, NOW);
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
    track.wantedBy(2, 1);
    track.wantedBy(5, 1);
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
    track.wantedBy(2, 1);
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
  void shouldEmptyATrainAndGiveItsPacketsBackWhateverFails() {
    Track track = parts.microphone(1);
    track.wantedBy(BROKEN, 1);
    take(track, 70_000, false, PAYLOAD);
    take(track, 70_001, false, PAYLOAD);
    assertThatThrownBy(() -> route(track)).isInstanceOf(IllegalStateException.class);
    assertThat(track.encoding(0).train().isEmpty()).isTrue();
    assertThat(everyPacketIsBack()).isTrue();
  }

  @Test
  void shouldForwardToAllOthersWhenOneSlotFailsAsItNeverShould() {
    Track track = parts.camera(1);
    Slot broken = parts.slot(MediaKind.VIDEO, 0);
    broken.show(track, NOW);
    parts.slot(MediaKind.VIDEO, 1).show(track, NOW);
    parts.slot(MediaKind.VIDEO, 2).show(track, NOW);
    route(track, 70_000, true);
    assertThat(sent()).isEqualTo(3);
    broken.restart(NOW);
    take(track, 70_001, true, PAYLOAD);
    track.encoding(0).train().packet(0).encoding = -5; // Only who waits for a key frame looks.
    take(track, 70_002, false, PAYLOAD);

    assertThatThrownBy(() -> route(track))
        .isInstanceOfSatisfying(
            TransportDefect.class,
            defect -> assertThat(defect.transport()).isSameAs(parts.fixture.transport()));
    assertThat(sent()).as("to the other two").isEqualTo(2);
    assertThat(track.encoding(0).train().isEmpty()).isTrue();
    track.close();
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
    assertThat(track.encoding(0).keyFrames().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
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

  private static int sequence(byte[] rtp) {
    return (rtp[2] & 0xFF) << 8 | (rtp[3] & 0xFF);
  }

  private static int ssrc(byte[] rtp) {
    return ByteBuffer.wrap(rtp).getInt(8);
  }

  @Test
  void shouldGiveEachSlotAWholeTrainInItsOrder() {
    Track track = parts.camera(1);
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Slot slot = parts.slot(MediaKind.VIDEO, i);
      slot.show(track, NOW);
      slots.add((int) slot.statistics().stream().ssrc());
    }
    for (int i = 0; i < 4; i++) {
      take(track, 70_000 + i, i == 0, PAYLOAD);
    }
    assertThat(sent()).as("before the train leaves").isZero();
    route(track);
    List<byte[]> packets = parts.fixture.takeRtp();
    for (int i = 0; i < 12; i++) {
      assertThat(ssrc(packets.get(i))).isEqualTo(slots.get(i / 4));
      assertThat(sequence(packets.get(i)) - sequence(packets.get(i / 4 * 4))).isEqualTo(i % 4);
    }
    route(track);
    assertThat(sent()).as("of an empty train").isZero();
  }

  @Test
  void shouldSendOnceWhatOvertookAKeyFrameInItsTrain() {
    Track track = parts.camera(1);
    parts.slot(MediaKind.VIDEO, 0).show(track, NOW);
    route(track, 70_004, false);
    int asked = parts.keyFrameRequests;
    take(track, 69_999, false, PAYLOAD);
    take(track, 70_002, false, PAYLOAD);
    take(track, 70_000, true, PAYLOAD);
    take(track, 70_001, false, PAYLOAD);
    take(track, 70_003, false, PAYLOAD);
    route(track);
    List<Integer> numbers = new ArrayList<>();
    parts.fixture.takeRtp().forEach(rtp -> numbers.add(sequence(rtp)));
    int first = numbers.getFirst();
    assertThat(numbers).containsExactly(first, first + 2, first + 4, first + 1, first + 3);
    assertThat(parts.keyFrameRequests).as("with the key frame at hand").isEqualTo(asked);
    assertThat(track.encoding(0).keyFrames().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldMakeATrainsPacketsEquallyLongForEverySlot() {
    Track track = parts.camera(1);
    parts.slot(MediaKind.VIDEO, 0).show(track, NOW);
    parts.slot(MediaKind.VIDEO, 1).show(track, NOW);
    take(track, 70_000, true, 1000);
    take(track, 70_001, false, 999);
    take(track, 70_002, false, 990);
    take(track, 70_003, false, 999);
    route(track);
    List<byte[]> packets = parts.fixture.takeRtp();
    int header = packets.getFirst().length - 1000;
    assertThat(packets)
        .extracting(rtp -> rtp.length - header)
        .containsExactly(1000, 1000, 1000, 999, 1000, 1000, 1000, 999);
    assertThat(packets)
        .extracting(rtp -> rtp[0] & 0x20)
        .containsExactly(0, 0x20, 0x20, 0, 0, 0x20, 0x20, 0);
    assertThat(packets.get(2)).endsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 10);
  }

  @Test
  void shouldNeitherPadSoundNorWhatAnotherWorkerOwns() {
    Track sound = parts.microphone(1);
    Track remote = parts.camera(2, 3);
    for (int i = 0; i < 2; i++) {
      take(sound, 70_000 + i, false, 100 - i);
      take(remote, 70_000 + i, false, 100 - i);
    }
    take(sound, 70_002, false, 100);
    take(remote, 70_002, false, 100);
    assertThat(sound.encoding(0).train().packet(1).padding).isZero();
    route(sound);
    Packet second = remote.encoding(0).train().packet(1);
    route(remote);
    assertThat(second.padding).isZero();
  }
}
