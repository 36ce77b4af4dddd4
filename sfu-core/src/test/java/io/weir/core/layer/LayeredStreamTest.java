package io.weir.core.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.layer.LayeredSlot.Sent;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Three encodings with three temporal layers each, between which a slot is driven back and forth at
 * random, and what leaves in the end.
 */
class LayeredStreamTest {
  private static final long START_NS = 1_000_000_000_000L;
  private static final int ENCODINGS = 3;
  private static final int FRAMES = 500;
  private static final long TICKS_PER_FRAME = 3_000;

  /** By place in the cycle of {@link LayeredVideo}: how many frames ago those are it depends on. */
  private static final int[][] REFERENCES = {{4}, {1}, {2}, {1, 2}, {4}, {1, 2}, {2, 4}, {1, 2}};

  /** What was sent of a frame. */
  private static final class Frame {
    private final int encoding;
    private final int number;
    private final int place;
    private final boolean key;
    private final int count;
    private final long timestamp;
    private final int pictureId;
    private final int tl0PicIdx;
    private int parts;
    private boolean marked;

    private Frame(Sent sent) {
      ByteBuffer payload = sent.payload();
      timestamp = sent.timestamp();
      pictureId = payload.getShort(2) & 0x7FFF;
      tl0PicIdx = payload.get(4) & 0xFF;
      key = payload.get(LayeredVideo.DESCRIPTOR - 1) == 0;
      number = payload.getInt(LayeredVideo.DESCRIPTOR);
      count = payload.get(LayeredVideo.DESCRIPTOR + 5);
      encoding = payload.get(LayeredVideo.DESCRIPTOR + 6);
      place = payload.get(LayeredVideo.DESCRIPTOR + 7);
    }

    private int layer() {
      return new int[] {0, 2, 1, 2, 0, 2, 1, 2}[place];
    }

    private boolean complete() {
      return parts == count && marked;
    }
  }

  /** One run: what left, and how the sender's packets fared before. */
  private static final class Run {
    private final Random random;
    private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4096);
    private final LayeredVideo[] sources = new LayeredVideo[ENCODINGS];
    private final LayeredSlot slot;
    private final TreeMap<Long, List<Packet>> delayed = new TreeMap<>();
    private final double trouble;
    private int notPaused;

    private Run(long seed, double trouble) {
      this.random = new Random(seed);
      this.trouble = trouble;
      this.slot = new LayeredSlot(ENCODINGS, random.nextLong(), START_NS);
      for (int i = 0; i < ENCODINGS; i++) {
        sources[i] = new LayeredVideo(i, pool, random);
      }
      slot.selector.target(2, LayerSelector.ALL_LAYERS);
      for (int frame = 0; frame < FRAMES; frame++) {
        step(frame);
      }
    }

    private void step(int frame) {
      long nowNs = START_NS + frame * LayeredVideo.FRAME_NS;
      if (random.nextInt(40) == 0) {
        slot.selector.target(random.nextInt(ENCODINGS), random.nextInt(4));
      }
      if (random.nextInt(100) == 0) {
        slot.selector.target(LayerSelector.NONE, 0);
      }
      notPaused += slot.selector.target() == LayerSelector.NONE ? 0 : 1;
      int wanted = slot.selector.wantedKeyFrame();
      if (wanted >= 0 && random.nextInt(3) == 0) {
        sources[wanted].requestKeyFrame();
      }
      List<Packet> arriving =
          new ArrayList<>(
              delayed.headMap((long) frame, true).values().stream().flatMap(List::stream).toList());
      delayed.headMap((long) frame, true).clear();
      for (LayeredVideo source : sources) {
        for (Packet packet : source.next(nowNs)) {
          if (random.nextDouble() < trouble) {
            delayed
                .computeIfAbsent(frame + 1L + random.nextInt(4), ignored -> new ArrayList<>())
                .add(packet);
          } else {
            arriving.add(packet);
          }
        }
      }
      arriving.forEach(packet -> slot.receive(packet, nowNs));
      askAgain(nowNs);
    }

    private void askAgain(long nowNs) {
      if (slot.sent().isEmpty()) {
        return;
      }
      int sequence = slot.sent().lastKey() - random.nextInt(30);
      Sent sent = slot.sent().get(sequence);
      if (sent != null && !sent.isEmpty()) {
        slot.askAgain(sequence, nowNs);
      }
    }

    /**
     * Frames in the order of their first packets. A key frame whose first packet comes so late that
     * the slot was paused and waits for one leaves once more from its beginning, as another frame.
     */
    private List<Frame> frames() {
      Map<String, Frame> frames = new LinkedHashMap<>();
      for (Sent sent : slot.sent().values()) {
        if (sent.isEmpty()) {
          continue;
        }
        Frame now = new Frame(sent);
        Frame frame = frames.computeIfAbsent(sent.beginning() + "/" + now.number, ignored -> now);
        frame.parts++;
        frame.marked |= sent.marker();
        assertThat(sent.timestamp()).as("one frame").isEqualTo(frame.timestamp);
        assertThat(now.pictureId).as("one frame").isEqualTo(frame.pictureId);
      }
      return List.copyOf(frames.values());
    }

    private int holes() {
      return slot.sent().lastKey() - slot.sent().firstKey() + 1 - slot.sent().size();
    }
  }

  private static void timestampsGoOn(List<Frame> frames, int tolerance) {
    Frame first = frames.getFirst();
    Frame before = first;
    for (Frame frame : frames.subList(1, frames.size())) {
      assertThat((int) (frame.timestamp - before.timestamp)).isPositive();
      long wanted = first.timestamp + (frame.number - first.number) * TICKS_PER_FRAME;
      assertThat((int) (frame.timestamp - wanted)).as("distance").isBetween(-tolerance, tolerance);
      before = frame;
    }
  }

  /**
   * Frames refer only to what was forwarded.
   *
   * @param spared how many frames before the next switch may refer to what came too late for it
   */
  private static void everyFrameIsDecodable(List<Frame> frames, int spared) {
    Set<Integer> forwarded = new HashSet<>();
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      if (i == 0 || frame.encoding != frames.get(i - 1).encoding) {
        assertThat(frame.key).as("first of an encoding").isTrue();
        forwarded.clear();
      }
      if (!frame.key && !overtaken(frames, i, spared)) {
        for (int ago : REFERENCES[frame.place]) {
          assertThat(forwarded).contains(frame.number - ago);
        }
      }
      forwarded.add(frame.number);
    }
  }

  /** Whether the slot shows something else soon after a frame, or begins anew. */
  private static boolean overtaken(List<Frame> frames, int index, int spared) {
    int last = frames.get(index).number;
    for (Frame later : frames.subList(index + 1, frames.size())) {
      if (later.key) {
        break;
      }
      last = later.number;
    }
    return last - frames.get(index).number < spared;
  }

  @Example
  void shouldLeavePayloadsAloneUntilLayersAreLeftOutOrSwitched() {
    Random random = new Random(5);
    LayeredVideo source = new LayeredVideo(0, new PacketPool(Arena.ofAuto(), 256), random);
    LayeredSlot slot = new LayeredSlot(1, 0, START_NS);
    for (int frame = 0; frame < 40; frame++) {
      long nowNs = START_NS + frame * LayeredVideo.FRAME_NS;
      source.next(nowNs).forEach(packet -> slot.receive(packet, nowNs));
    }
    assertThat(slot.rewritten()).isZero();
    slot.selector.target(0, 1);
    for (int frame = 40; frame < 44; frame++) {
      long nowNs = START_NS + frame * LayeredVideo.FRAME_NS;
      source.next(nowNs).forEach(packet -> slot.receive(packet, nowNs));
    }
    assertThat(slot.rewritten()).isPositive();
  }

  @Property(tries = 200)
  void shouldForwardOneCleanStreamOfACleanNetwork(@ForAll long seed) {
    Run run = new Run(seed, 0);
    List<Frame> frames = run.frames();
    // The lowest temporal layer is a quarter of the frames; each switch waits for its key frame.
    assertThat(frames)
        .hasSizeGreaterThan(Math.max(0, run.notPaused / 4 - 60))
        .allMatch(Frame::complete);
    assertThat(run.holes()).isZero();
    assertThat(run.slot.sent().values()).noneMatch(Sent::isEmpty);
    everyFrameIsDecodable(frames, 0);
    timestampsGoOn(frames, 200);
    Frame before = frames.getFirst();
    for (Frame frame : frames.subList(1, frames.size())) {
      assertThat(frame.pictureId).isEqualTo((before.pictureId + 1) & 0x7FFF);
      assertThat(frame.tl0PicIdx)
          .isEqualTo((before.tl0PicIdx + (frame.layer() == 0 ? 1 : 0)) & 0xFF);
      before = frame;
    }
  }

  @Property(tries = 200)
  void shouldForwardOnlyDecodableFramesWhenPacketsComeLate(@ForAll long seed) {
    forwardsOnlyDecodableFramesWhenPacketsComeLate(seed);
  }

  /**
   * A picture that comes late, after the number of a later one that was left out has gone to an
   * empty packet, is the newest all the same: what is switched to goes on after it.
   */
  @Example
  void shouldNumberPicturesOnAfterOneThatAnEmptyPacketOvertook() {
    forwardsOnlyDecodableFramesWhenPacketsComeLate(90_958);
  }

  private static void forwardsOnlyDecodableFramesWhenPacketsComeLate(long seed) {
    Run run = new Run(seed, 0.05);
    List<Frame> frames = run.frames();
    everyFrameIsDecodable(frames, 6);
    timestampsGoOn(frames, 6 * (int) TICKS_PER_FRAME);
    assertThat(frames.stream().filter(frame -> !frame.complete()).count())
        .as("frames that were overtaken by a switch or the end")
        .isLessThanOrEqualTo(4L * (run.slot.switches() + 1));
    assertThat(run.holes()).isLessThanOrEqualTo(8 * (run.slot.switches() + 1));
    Frame before = frames.getFirst();
    for (Frame frame : frames.subList(1, frames.size())) {
      assertThat((frame.pictureId - before.pictureId) & 0x7FFF).isBetween(1, 200);
      before = frame;
    }
  }
}
