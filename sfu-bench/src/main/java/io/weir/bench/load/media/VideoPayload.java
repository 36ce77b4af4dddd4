package io.weir.bench.load.media;

import io.weir.bench.load.measure.Marker;
import java.lang.foreign.MemorySegment;

/**
 * Makes payloads that begin as a codec's do, so that servers find frames, key frames and sizes in
 * them; what follows is noise and the {@link Marker}. Media thread only; allocates nothing.
 */
sealed interface VideoPayload permits Vp8Payload, Vp9Payload, H264Payload, Av1Payload {
  /** Payloads for one encoding. */
  static VideoPayload of(VideoCodec codec, VideoEncoding encoding) {
    return switch (codec) {
      case VP8 -> new Vp8Payload(encoding);
      case VP9 -> new Vp9Payload(encoding);
      case H264 -> new H264Payload(encoding);
      case AV1 -> new Av1Payload(encoding);
    };
  }

  /** How many packets a frame has. */
  default int packets(int frameBytes, int packetBytes, boolean key) {
    return Math.max(1, (frameBytes + packetBytes - 1) / packetBytes);
  }

  /** Length of one packet's payload: the frame evenly divided, as libwebrtc does. */
  default int length(int frameBytes, int index, int count, boolean key) {
    return frameBytes / count + (index < frameBytes % count ? 1 : 0);
  }

  /**
   * Writes a packet's first bytes.
   *
   * @param at where the payload is, filled with noise
   * @param length of the payload, with the marker
   */
  void write(MemorySegment out, long at, int length, int index, int count, boolean key, long frame);
}
