package io.weir.bench.load.media;

import java.util.List;

/**
 * A camera: what one published video looks like on the wire.
 *
 * @param codec imitated codec
 * @param encodings lowest resolution first; one, or several with different rids for simulcast
 * @param packetBytes longest RTP payload
 * @param keyFrameSeconds time from one key frame to the next; 0 for only those that are asked for
 * @param keyFrameRatio how many times larger than other frames a key frame is
 * @param pacing how the packets of a frame leave
 */
public record VideoProfile(
    VideoCodec codec,
    List<VideoEncoding> encodings,
    int packetBytes,
    double keyFrameSeconds,
    double keyFrameRatio,
    Pacing pacing) {

  /** The payload size of issue 4's yardstick; browsers fill up to some 1,180 bytes. */
  public static final int DEFAULT_PACKET_BYTES = 1_100;

  /** A key frame is this many times as large, as those of camera pictures about are. */
  public static final double DEFAULT_KEY_FRAME_RATIO = 6;

  /** Room for header extensions and SRTP in an unfragmented datagram. */
  private static final int MAX_PACKET_BYTES = 1_300;

  private static final int MIN_PACKET_BYTES = 200;

  /** What cannot be sent is refused at once. */
  public VideoProfile {
    encodings = List.copyOf(encodings);
    if (encodings.isEmpty()) {
      throw new IllegalArgumentException("a video needs an encoding");
    }
    if (encodings.size() > 1
        && encodings.stream()
                .map(VideoEncoding::rid)
                .filter(rid -> !rid.isEmpty())
                .distinct()
                .count()
            != encodings.size()) {
      throw new IllegalArgumentException("encodings of a simulcast need rids of their own");
    }
    if (packetBytes < MIN_PACKET_BYTES || packetBytes > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException(
          "packets have " + MIN_PACKET_BYTES + " to " + MAX_PACKET_BYTES + " bytes of payload");
    }
    if (keyFrameSeconds < 0 || keyFrameRatio < 1) {
      throw new IllegalArgumentException("key frames cannot be rarer or smaller than that");
    }
  }

  /** One encoding with everything else as usual: paced, key frames on request. */
  public static VideoProfile of(
      VideoCodec codec, int bitsPerSecond, int width, int height, double framesPerSecond) {
    return new VideoProfile(
        codec,
        List.of(new VideoEncoding("", bitsPerSecond, width, height, framesPerSecond)),
        DEFAULT_PACKET_BYTES,
        0,
        DEFAULT_KEY_FRAME_RATIO,
        Pacing.PACED);
  }
}
