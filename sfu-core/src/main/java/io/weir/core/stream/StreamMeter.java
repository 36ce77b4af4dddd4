package io.weir.core.stream;

import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.StreamStatistics;
import io.weir.core.counter.RateMeter;
import org.jspecify.annotations.Nullable;

/**
 * What went through one stream of a track or slot, and how fast lately; goes on when the stream is
 * replaced. One thread; allocates nothing per packet.
 */
public final class StreamMeter {
  private static final int NO_PAYLOAD_TYPE = -1;
  private static final long NO_TIMESTAMP = -1;
  private static final int HEIGHT_BITS = 16;
  private static final int HEIGHT_MASK = 0xFFFF;

  private final TrafficMeter media = new TrafficMeter();
  private final RateMeter frameRate = new RateMeter();
  private long frames;
  private int payloadType = NO_PAYLOAD_TYPE;
  private long retransmissions;
  private long nacks;
  private long keyFrameRequests;
  private long keyFrames;
  private long keyFrameTimestamp = NO_TIMESTAMP;
  private int pictureSize;

  void onPacket(int type, int payloadLength) {
    payloadType = type;
    media.onPacket(payloadLength);
  }

  /** A picture is complete: its last packet came. */
  void onFrame() {
    frames++;
  }

  /**
   * A packet came that begins a key frame, of which there may be several in one: parameter sets and
   * slices.
   *
   * @param timestamp RTP timestamp of the frame
   * @param size as {@link PayloadCodec#pictureSize} tells it
   */
  void onKeyFrame(long timestamp, int size) {
    if (timestamp != keyFrameTimestamp) {
      keyFrameTimestamp = timestamp;
      keyFrames++;
    }
    if (size != PayloadCodec.UNKNOWN_SIZE) {
      pictureSize = size;
    }
  }

  void onRetransmission() {
    retransmissions++;
  }

  /** Packets were asked for again. */
  public void onNacks(int count) {
    nacks += count;
  }

  /** A key frame was asked for. */
  public void onKeyFrameRequest() {
    keyFrameRequests++;
  }

  /** Ends a window of the rates; call about once a second. */
  public void sample(long nowNs) {
    media.sample(nowNs);
    frameRate.sample(frames, nowNs);
  }

  /** No further window of the rates follows. */
  public void end() {
    media.end();
    frameRate.end();
  }

  long packets() {
    return media.packets();
  }

  long bytes() {
    return media.bytes();
  }

  /** Payload in the last window, in bit/s. */
  public double bitsPerSecond() {
    return media.bitsPerSecond();
  }

  /** Payload type of the last packet, or -1. */
  public int payloadType() {
    return payloadType;
  }

  /**
   * All of it, as a record.
   *
   * @param codec what {@link #payloadType} stands for
   */
  public StreamStatistics statistics(
      int ssrc, @Nullable String codec, long lost, double lossRatio, long jitterNs) {
    return new StreamStatistics(
        Integer.toUnsignedLong(ssrc),
        codec,
        media.traffic(),
        retransmissions,
        nacks,
        keyFrameRequests,
        lost,
        lossRatio,
        jitterNs,
        frames,
        frameRate.perSecond(),
        keyFrames,
        pictureSize >>> HEIGHT_BITS,
        pictureSize & HEIGHT_MASK);
  }
}
