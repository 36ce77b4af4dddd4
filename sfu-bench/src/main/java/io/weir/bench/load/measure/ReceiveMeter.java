package io.weir.bench.load.measure;

import io.weir.core.codec.PayloadCodec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Measures one received stream packet by packet: by the publishers' numbers where payloads carry a
 * {@link Marker}, else by RTP sequence numbers. On the client's media thread; makes objects only
 * when another source is shown.
 */
public final class ReceiveMeter {
  private static final long NONE = -1;

  private final MediaMeter totals;
  private final boolean audio;
  private final DelayBuckets delay = new DelayBuckets();

  private boolean marked;
  private int source;
  private int sources;
  private @Nullable PacketTracker packets;
  private @Nullable FrameTracker frames;

  /** The source shown before, of which late packets may still come. */
  private @Nullable PacketTracker packetsBefore;

  private int sourceBefore;
  private PacketTruth packetsOfOthers = PacketTruth.NONE;
  private FrameTruth framesOfOthers = FrameTruth.NONE;

  /** RTP sequence number of the packet with the highest number. */
  private long highestSequence = NONE;

  private @Nullable UnmarkedFrames unmarked;

  /** A meter of one stream that adds to sums. */
  public ReceiveMeter(MediaMeter totals, boolean audio) {
    this.totals = totals;
    this.audio = audio;
  }

  /**
   * Notes a packet that authenticated.
   *
   * @param payload where the payload begins, without RTX header
   * @param length its length, without padding
   * @param sequence extended RTP sequence number, that of the original for a retransmission
   * @param retransmitted whether it came as RTX
   * @param codec what the payload type says; null when not known
   * @param endsFrame the RTP marker bit
   * @param nowNs time on the thread's clock
   * @param epochOffsetNs what to add to it to get ns since 1970
   * @return whether a frame became decodable
   */
  public boolean onPacket(
      MemorySegment segment,
      long payload,
      int length,
      long sequence,
      boolean retransmitted,
      @Nullable PayloadCodec codec,
      boolean endsFrame,
      long nowNs,
      long epochOffsetNs) {
    if (Marker.endsPayload(segment, payload, length)) {
      long at = payload + length - Marker.LENGTH;
      return onMarked(segment, at, sequence, retransmitted, nowNs, epochOffsetNs);
    }
    if (marked || length == 0) {
      return false; // Padding of a server that probes; the publisher sent no such packet.
    }
    return onUnmarked(segment, payload, length, sequence, retransmitted, codec, endsFrame, nowNs);
  }

  /** Notes that a packet came once more, which SRTP refused to decrypt. */
  public void onCopy() {
    if (packets != null) {
      packets.addCopy();
    }
  }

  /** Whether a video stream shows nothing because it lacks a key frame. */
  public boolean needsKeyFrame() {
    if (audio) {
      return false;
    }
    if (marked) {
      return frames != null && frames.waitsForKeyFrame();
    }
    return unmarked != null && unmarked.needsKeyFrame();
  }

  /** Whether packets carry the marker. */
  public boolean isMarked() {
    return marked;
  }

  /** Number of the source that is shown, 0 to 2^32-1; 0 when not known. */
  public long source() {
    return Integer.toUnsignedLong(source);
  }

  /** How often another source was shown, the first included. */
  public int sources() {
    return sources;
  }

  /** What became of the packets so far. */
  public PacketTruth packets() {
    PacketTruth all = packetsOfOthers;
    if (packetsBefore != null) {
      all = all.plus(packetsBefore.truth());
    }
    return packets == null ? all : all.plus(packets.truth());
  }

  /** What became of the frames so far. */
  public FrameTruth frames() {
    if (unmarked != null) {
      return unmarked.truth();
    }
    return frames == null ? framesOfOthers : framesOfOthers.plus(frames.truth());
  }

  /** One-way delays so far. */
  public DelaySummary delay() {
    return delay.summary();
  }

  private boolean onMarked(
      MemorySegment segment,
      long at,
      long sequence,
      boolean retransmitted,
      long nowNs,
      long epochOffsetNs) {
    marked = true;
    int from = Marker.source(segment, at);
    long number = Marker.number(segment, at);
    PacketTracker tracker = packets;
    if (tracker == null || from != source) {
      if (isLate(from, number, retransmitted)) {
        return false;
      }
      tracker = show(from);
    }
    boolean newest = number > tracker.highest();
    boolean first = tracker.add(number, retransmitted, newest && mayFollow(segment, at, sequence));
    if (newest) {
      highestSequence = sequence;
    }
    if (!first) {
      return false;
    }
    long sentNs = Marker.sentNs(segment, at);
    if (!retransmitted) {
      recordDelay(nowNs + epochOffsetNs - sentNs);
    }
    FrameTracker decoder = frames;
    if (decoder == null || Marker.isAudio(segment, at)) {
      return false;
    }
    return decoder.add(
            Marker.frame(segment, at),
            Marker.count(segment, at),
            Marker.isKeyFrame(segment, at),
            sentNs,
            nowNs)
        > 0;
  }

  /** Whether a packet belongs to what was shown before; it is noted there. */
  private boolean isLate(int from, long number, boolean retransmitted) {
    PacketTracker before = packetsBefore;
    if (before == null || from != sourceBefore || number > before.highest()) {
      return false;
    }
    before.add(number, retransmitted, false);
    return true;
  }

  /**
   * Whether the server may have left out packets before this one on purpose: nothing is missing in
   * its own numbering, and a decoder can begin here.
   */
  private boolean mayFollow(MemorySegment segment, long at, long sequence) {
    return sequence == highestSequence + 1
        && (Marker.isAudio(segment, at)
            || (Marker.isKeyFrame(segment, at) && Marker.index(segment, at) == 0));
  }

  private PacketTracker show(int from) {
    if (packetsBefore != null) {
      packetsOfOthers = packetsOfOthers.plus(packetsBefore.truth());
    }
    if (frames != null) {
      framesOfOthers = framesOfOthers.plus(frames.truth());
    }
    packetsBefore = packets;
    sourceBefore = source;
    source = from;
    sources++;
    PacketTracker tracker = new PacketTracker(totals);
    packets = tracker;
    frames = audio ? null : new FrameTracker(totals);
    return tracker;
  }

  private void recordDelay(long delayNs) {
    delay.record(MediaMeter.micros(delayNs));
    totals.recordDelay(audio, delayNs);
  }

  private boolean onUnmarked(
      MemorySegment segment,
      long payload,
      int length,
      long sequence,
      boolean retransmitted,
      @Nullable PayloadCodec codec,
      boolean endsFrame,
      long nowNs) {
    PacketTracker tracker = packets == null ? show(0) : packets;
    if (!tracker.add(sequence, retransmitted, false) || audio) {
      return false;
    }
    UnmarkedFrames decoder = unmarked;
    if (decoder == null) {
      decoder = new UnmarkedFrames(totals);
      unmarked = decoder;
    }
    boolean key = codec != null && codec.isKeyFrameStart(segment, payload, length);
    return decoder.add(sequence, key, endsFrame, nowNs);
  }
}
