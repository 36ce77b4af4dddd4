package io.weir.bench.load.media;

import io.weir.bench.load.measure.Marker;
import io.weir.core.buffer.Bytes;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * One encoding of a camera: frames of an encoder's sizes at an even rate, paced or back to back,
 * repeated over RTX (RFC 4588) when asked. Media thread only.
 */
final class VideoSender extends StreamSender {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BIT_NANOS = 8e9;
  private static final double PACING_FACTOR = 2.5;

  /** Encoders answer no key frame request within this time of the last one (libwebrtc). */
  private static final long KEY_FRAME_SPACING_NS = 300_000_000;

  private static final int OSN_LENGTH = 2;

  /** Frames that are scheduled while the thread was held up; older ones were never taken. */
  private static final int MAX_CATCH_UP = 8;

  private final VideoProfile profile;
  private final VideoEncoding encoding;
  private final VideoPayload payload;
  private final FrameSizes sizes;
  private final PublishedHeader rtxHeader;
  private final int rtxSsrc;
  private final SentPackets history = new SentPackets();
  private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
  private final ArrayDeque<Frame> spare = new ArrayDeque<>();
  private final long intervalNs;
  private final double byteNs;

  private boolean started;
  private boolean sending = true;
  private long nextFrameNs;
  private long pacedUntilNs;
  private boolean keyWanted = true;
  private long lastKeyNs;
  private int rtxSequence;
  private long frames;
  private long keyFrames;
  private long retransmissions;
  private long nacks;
  private long keyFrameRequests;

  VideoSender(
      StreamIdentity identity,
      Association association,
      TransportSequence transportSequence,
      RtpParameters rtp,
      CodecParameters codec,
      VideoProfile profile,
      VideoEncoding encoding) {
    super(identity, association, transportSequence, rtp, codec);
    this.profile = profile;
    this.encoding = encoding;
    payload = VideoPayload.of(profile.codec(), encoding);
    sizes = new FrameSizes(encoding, profile.keyFrameRatio(), identity.seed());
    rtxHeader = new PublishedHeader(rtp, encoding.rid(), true);
    rtxSsrc = (int) identity.encoding().rtxSsrc();
    rtxSequence = (int) ((identity.seed() >>> 40) & 0x3FFF);
    intervalNs = (long) (NANOS_PER_SECOND / encoding.framesPerSecond());
    byteNs = BIT_NANOS / (PACING_FACTOR * encoding.bitsPerSecond());
  }

  /** A frame whose packets are on their way. */
  private static final class Frame {
    private long number;
    private boolean key;
    private int bytes;
    private int count;
    private int next;
    private long timestamp;
    private long dueNs;
  }

  @Override
  long nextDeadlineNs() {
    if (!started) {
      return 0; // as soon as it is asked
    }
    Frame first = waiting.peek();
    long frameNs = sending ? nextFrameNs : TimerHeap.NEVER;
    return first == null ? frameNs : Deadlines.earlier(frameNs, first.dueNs);
  }

  @Override
  void handleTimeout(long nowNs) {
    if (!started) {
      started = true;
      // Publishers that join together do not send their frames at the same moment.
      nextFrameNs = nowNs + ((source >>> 8) & 0xFF) * intervalNs / 256;
      lastKeyNs = nowNs - KEY_FRAME_SPACING_NS;
      return;
    }
    if (sending && nowNs - nextFrameNs > MAX_CATCH_UP * intervalNs) {
      nextFrameNs = nowNs;
    }
    while (sending && nextFrameNs <= nowNs) {
      encode(nextFrameNs);
      nextFrameNs += intervalNs;
    }
    Frame first = waiting.peek();
    while (first != null && first.dueNs <= nowNs) {
      sendNext(first, nowNs);
      if (first.next == first.count) {
        spare.push(waiting.remove());
      }
      first = waiting.peek();
    }
  }

  private void encode(long frameNs) {
    boolean periodic =
        profile.keyFrameSeconds() > 0
            && frameNs - lastKeyNs >= profile.keyFrameSeconds() * NANOS_PER_SECOND;
    boolean key = frames == 0 || periodic || (keyWanted && mayBeKey(frameNs));
    Frame frame = spare.isEmpty() ? new Frame() : spare.pop();
    frame.number = frames++;
    frame.key = key;
    frame.bytes = sizes.next(key);
    frame.count = payload.packets(frame.bytes, profile.packetBytes(), key);
    frame.next = 0;
    frame.timestamp = timestamp(frameNs + context.epochOffsetNs());
    frame.dueNs = profile.pacing() == Pacing.PACED ? Math.max(frameNs, pacedUntilNs) : frameNs;
    pacedUntilNs = frame.dueNs + (long) (frame.bytes * byteNs);
    waiting.add(frame);
    if (key) {
      keyFrames++;
      keyWanted = false;
      lastKeyNs = frameNs;
    }
  }

  private boolean mayBeKey(long frameNs) {
    return frameNs - lastKeyNs >= KEY_FRAME_SPACING_NS;
  }

  private void sendNext(Frame frame, long nowNs) {
    int index = frame.next++;
    int length = payload.length(frame.bytes, index, frame.count, frame.key);
    long epochNs = nowNs + context.epochOffsetNs();
    int sent = sequence();
    history.put(
        sent,
        packetNumber(),
        frame.number,
        frame.timestamp,
        epochNs,
        length,
        index,
        frame.count,
        frame.key);
    context.meter().recordLateness(nowNs - frame.dueNs);
    if (header().hasDescriptor()) {
      boolean last = index == frame.count - 1;
      descriptor.set(encoding, index == 0, last, frame.key, frame.number & 0xFFFF);
    }
    writePayload(sent, Scratch.PAYLOAD);
    int headerLength = writeHeader(header(), codec.payloadType(), sent, sent, ssrc, epochNs);
    if (association.sendRtp(headerLength, length, nowNs) > 0) {
      countSent(length);
    }
    if (profile.pacing() == Pacing.PACED) {
      frame.dueNs += (long) (length * byteNs);
    }
  }

  /** The payload of a packet that the history knows. */
  private void writePayload(int kept, long at) {
    MemorySegment scratch = context.scratch().memory();
    int length = history.length(kept);
    int index = history.index(kept);
    int count = history.count(kept);
    boolean key = history.key(kept);
    long frame = history.frame(kept);
    payload.write(scratch, at, length, index, count, key, frame);
    long marker = at + length - Marker.LENGTH;
    Marker.write(scratch, marker, source, history.number(kept), frame, index, count, key, false);
    Marker.stamp(scratch, marker, history.sentNs(kept));
  }

  private int writeHeader(
      PublishedHeader writer, int payloadType, int kept, int number, int from, long epochNs) {
    return writer.write(
        context.scratch().memory(),
        payloadType,
        history.index(kept) == history.count(kept) - 1,
        number,
        history.timestamp(kept),
        from,
        PublishedHeader.NO_LEVEL,
        writer.hasTransportSequence() ? transportSequence.next() : 0,
        descriptor,
        epochNs);
  }

  @Override
  void onNack(int lostSequence, long nowNs) {
    nacks++;
    context.meter().nacksReceived++;
    if (!codec.hasRtx() || !history.contains(lostSequence)) {
      return; // What was sent once must not be encrypted again with the same index.
    }
    if (header().hasDescriptor()) {
      descriptor.set(
          encoding,
          history.index(lostSequence) == 0,
          history.index(lostSequence) == history.count(lostSequence) - 1,
          history.key(lostSequence),
          history.frame(lostSequence) & 0xFFFF);
    }
    Bytes.putU16(context.scratch().memory(), Scratch.PAYLOAD, lostSequence);
    writePayload(lostSequence, Scratch.PAYLOAD + OSN_LENGTH);
    int headerLength =
        writeHeader(
            rtxHeader,
            codec.rtxPayloadType(),
            lostSequence,
            rtxSequence,
            rtxSsrc,
            nowNs + context.epochOffsetNs());
    int length = OSN_LENGTH + history.length(lostSequence);
    if (association.sendRtp(headerLength, length, nowNs) > 0) {
      rtxSequence = (rtxSequence + 1) & 0xFFFF;
      retransmissions++;
      context.meter().retransmissionsSent++;
    }
  }

  @Override
  void onKeyFrameRequest(long nowNs) {
    keyFrameRequests++;
    context.meter().keyFrameRequestsReceived++;
    if (mayBeKey(nowNs)) {
      keyWanted = true;
    }
  }

  @Override
  boolean repairsWith(int candidate) {
    return candidate == rtxSsrc;
  }

  @Override
  void setSending(boolean wanted, long nowNs) {
    if (wanted && !sending) {
      keyWanted = true;
      lastKeyNs = nowNs - KEY_FRAME_SPACING_NS;
      nextFrameNs = nowNs;
    }
    sending = wanted;
  }

  @Override
  long frames() {
    return frames;
  }

  @Override
  long keyFrames() {
    return keyFrames;
  }

  @Override
  long retransmissions() {
    return retransmissions;
  }

  @Override
  long nacks() {
    return nacks;
  }

  @Override
  long keyFrameRequests() {
    return keyFrameRequests;
  }
}
