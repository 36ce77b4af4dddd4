package io.weir.bench.load.media;

import io.weir.bench.load.measure.Marker;
import io.weir.core.buffer.Bytes;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * A microphone: Opus packets of 20 ms (RFC 7587) with the level of somebody who talks in syllables
 * and pauses. Media thread only.
 */
final class AudioSender extends StreamSender {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long FRAME_NS = 20_000_000;
  private static final long SILENT_FRAME_NS = 400_000_000;
  private static final int FRAMES_PER_SECOND = 50;
  private static final int BITS = 8;

  /** RFC 6716 §3.1: CELT, fullband, 20 ms, mono, one frame. */
  private static final int TABLE_OF_CONTENTS = 31 << 3;

  private static final int SILENT_BYTES = 1 + Marker.LENGTH;

  /** Four syllables a second, two thirds of each loud. */
  private static final long SYLLABLE_NS = 250_000_000;

  private static final long LOUD_NS = 170_000_000;
  private static final int LOUD_LEVEL = 25;
  private static final int BETWEEN_LEVEL = 50;
  private static final int LEVEL_SPREAD = 8;
  private static final int SILENCE_LEVEL = 90;

  /** Packets that are made up for while the thread was held up. */
  private static final int MAX_CATCH_UP = 10;

  private final AudioProfile profile;
  private final Random random;
  private final int talkingBytes;
  private boolean started;
  private boolean sending = true;
  private boolean talking = true;
  private boolean startsSpurt = true;
  private long turnNs;
  private long nextNs;

  AudioSender(
      StreamIdentity identity,
      Association association,
      TransportSequence transportSequence,
      RtpParameters rtp,
      CodecParameters codec,
      AudioProfile profile) {
    super(identity, association, transportSequence, rtp, codec);
    this.profile = profile;
    random = new Random(identity.seed());
    talkingBytes = Math.max(SILENT_BYTES, profile.bitsPerSecond() / BITS / FRAMES_PER_SECOND);
  }

  @Override
  long nextDeadlineNs() {
    return started ? nextNs : 0;
  }

  @Override
  void handleTimeout(long nowNs) {
    if (!started) {
      started = true;
      nextNs = nowNs + ((source >>> 8) & 0xFF) * FRAME_NS / 256;
      turnNs = nextNs + lengthOf(profile.talkSeconds());
      return;
    }
    if (nowNs - nextNs > MAX_CATCH_UP * FRAME_NS) {
      nextNs = nowNs;
    }
    while (nextNs - nowNs <= 0) {
      takeTurns(nextNs);
      boolean silent = !talking || !sending;
      send(silent, nowNs);
      nextNs += silent && profile.discontinuous() ? SILENT_FRAME_NS : FRAME_NS;
    }
  }

  /** Talks and pauses for times that are exponentially distributed around their means. */
  private void takeTurns(long atNs) {
    if (profile.talkSeconds() == 0 || turnNs - atNs > 0) {
      return;
    }
    talking = !talking;
    startsSpurt = talking;
    turnNs = atNs + lengthOf(talking ? profile.talkSeconds() : profile.pauseSeconds());
  }

  private long lengthOf(double meanSeconds) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanSeconds * NANOS_PER_SECOND);
  }

  private void send(boolean silent, long nowNs) {
    MemorySegment scratch = context.scratch().memory();
    int length = silent ? SILENT_BYTES : talkingBytes;
    long epochNs = nowNs + context.epochOffsetNs();
    context.meter().recordLateness(nowNs - nextNs);
    Bytes.putU8(scratch, Scratch.PAYLOAD, TABLE_OF_CONTENTS);
    long marker = Scratch.PAYLOAD + length - Marker.LENGTH;
    Marker.write(scratch, marker, source, packetNumber(), packetNumber(), 0, 1, false, true);
    Marker.stamp(scratch, marker, epochNs);
    int headerLength =
        header()
            .write(
                scratch,
                codec.payloadType(),
                startsSpurt, // RFC 3551 §4.1: the marker bit begins a talk spurt
                sequence(),
                timestamp(nextNs + context.epochOffsetNs()),
                ssrc,
                level(silent),
                header().hasTransportSequence() ? transportSequence.next() : 0,
                descriptor,
                epochNs);
    if (association.sendRtp(headerLength, length, nowNs) > 0) {
      countSent(length);
      startsSpurt = false;
    }
  }

  private int level(boolean silent) {
    if (silent) {
      return SILENCE_LEVEL;
    }
    boolean loud = Math.floorMod(nextNs - turnNs, SYLLABLE_NS) < LOUD_NS;
    return (loud ? LOUD_LEVEL : BETWEEN_LEVEL) + random.nextInt(LEVEL_SPREAD);
  }

  /** Opus conceals losses. */
  @Override
  void onNack(int lostSequence, long nowNs) {
    context.meter().nacksReceived++;
  }

  @Override
  void onKeyFrameRequest(long nowNs) {}

  @Override
  boolean repairsWith(int rtxSsrc) {
    return false;
  }

  @Override
  void setSending(boolean wanted, long nowNs) {
    sending = wanted;
  }

  @Override
  long frames() {
    return 0;
  }

  @Override
  long keyFrames() {
    return 0;
  }

  @Override
  long retransmissions() {
    return 0;
  }

  @Override
  long nacks() {
    return 0;
  }

  @Override
  long keyFrameRequests() {
    return 0;
  }
}
