package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.allocation.Allocation;
import io.weir.core.allocation.Allocator;
import io.weir.core.allocation.SlotDemand;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a slot does whose link has no room for what its track sends. */
class FullPacerTest implements WorkerLinks {
  private static final int PAYLOAD = 1_000;

  /** More than waits at 1 Mbit/s. */
  private static final int MUCH = 180;

  private static final long MUCH_BPS = 100_000_000;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 1024);
  private final Allocator allocator = new Allocator();
  private final RoomParts parts = new RoomParts();
  private final Track track = parts.camera(1);
  private final Router router =
      new Router(
          parts.fixture.context().counters(), pool::release, this, new SpeakerDetector(), true);
  private final Slot slot = parts.slot(0, slowVideo());
  private long sequence = 70_000;

  @BeforeEach
  void connect() {
    parts.fixture.connect();
    slot.show(track, parts.fixture.nowNs());
  }

  @Override
  public int self() {
    return 0;
  }

  @Override
  public void forward(int worker, TrackHandle of, Packet packet) {
    throw new AssertionError("there is no other worker");
  }

  @Override
  public void send(int worker, RoomMessage message) {
    throw new AssertionError("the router tells nobody anything");
  }

  private void allocate(Allocation link, long budgetBps) {
    allocator.run(link, budgetBps, parts.fixture.nowNs());
    slot.reallocate(false, parts.fixture.nowNs());
  }

  private static RtpParameters slowVideo() {
    RtpParameters usual = TransportFixture.video("s", 6_000, 6_001);
    CodecParameters codec =
        new CodecParameters(
            TransportFixture.VIDEO,
            "VP8",
            90_000,
            0,
            Map.of(),
            Set.of("nack", "transport-cc"),
            TransportFixture.VIDEO_RTX);
    return new RtpParameters(
        usual.mid(),
        usual.kind(),
        List.of(codec),
        usual.extensions(),
        usual.encodings(),
        usual.cname());
  }

  /** A frame of so many packets, whose payload consists of one value. */
  private void frame(int packets, boolean keyFrame, int value) {
    long nowNs = parts.fixture.nowNs();
    long first = sequence;
    for (int i = 0; i < packets; i++) {
      byte[] payload = new byte[PAYLOAD];
      Arrays.fill(payload, (byte) value);
      Packet packet =
          new RtpPacketBuilder()
              .payloadType(TransportFixture.VIDEO)
              .sequence(sequence)
              .timestamp(first * 3_000)
              .payload(payload)
              .buildParsed(pool);
      packet.extendedSequence = sequence++;
      packet.frameStart = i == 0;
      packet.keyFrame = keyFrame && i == 0;
      packet.captureNs = nowNs;
      packet.arrivalNs = nowNs;
      track.encoding(0).onPacket(packet);
      router.take(track.encoding(0), packet, nowNs);
      track.settle(nowNs);
      router.route(track.encoding(0), nowNs);
    }
  }

  /** Packets with such a payload that left, probes aside. */
  private long received(int value) {
    return parts.fixture.takeRtp().stream()
        .filter(rtp -> (rtp[1] & 0x7F) == TransportFixture.VIDEO && rtp[rtp.length - 1] == value)
        .count();
  }

  private long count(PacketCounter counter) {
    return parts.fixture.count(counter);
  }

  @Test
  void shouldAskForAKeyFrameAtOnceWhenAFrameFindsNoRoom() {
    frame(MUCH, true, 1);
    int asked = parts.keyFrameRequests;
    parts.fixture.pass(1_000);
    frame(MUCH, false, 2);
    frame(3, false, 3);

    assertThat(count(PacketCounter.PACER_FULL)).isEqualTo(1);
    assertThat(parts.keyFrameRequests).isEqualTo(asked + 1);
  }

  @Test
  void shouldRatherSendAKeyFrameThanWhatWaitsBeforeIt() {
    frame(MUCH, true, 1);
    frame(3, false, 2);
    frame(10, true, 3);
    parts.fixture.pass(450);

    assertThat(count(PacketCounter.PACER_SUPERSEDED)).isPositive();
    assertThat(received(3)).as("the whole key frame").isEqualTo(10);
  }

  @Test
  void shouldSendNothingTwiceWhenItBeginsAgainWithAKeyFrameOfWhichPacketsWait() {
    SlotDemand demand = new SlotDemand();
    Allocation link = new Allocation();
    link.add(demand);
    slot.limit(demand);
    track.layers().alive(0, true);
    track.layers().bitrate(0, 0, MUCH_BPS / 100);
    allocate(link, MUCH_BPS);
    frame(2, true, 1);
    frame(12, false, 2);
    assertThat(parts.fixture.takeRtp().size()).as("the rest waits").isBetween(1, 10);

    allocate(link, 0);
    demand.priority(1);
    allocate(link, MUCH_BPS);
    frame(2, false, 3);
    parts.fixture.pass(450);

    assertThat(count(PacketCounter.KEYFRAMES_FROM_CACHE)).isEqualTo(1);
    assertThat(received(3)).isEqualTo(2);
    assertThat(count(PacketCounter.SRTP_PROTECT_FAILED)).as("numbers used twice").isZero();
    assertThat(count(PacketCounter.PACER_LOST)).isZero();
  }

  @Test
  void shouldSendAllOfAKeyFrameOrNothing() {
    // What waits of another slot of the same transport leaves no room for the first one's.
    parts.slot(1, TransportFixture.video("t", 6_010, 6_011)).show(track, parts.fixture.nowNs());
    frame(MUCH, true, 1);
    parts.fixture.takeRtp();
    frame(10, true, 3);
    parts.fixture.pass(450);

    assertThat(received(3)).isEqualTo(10);
  }
}
