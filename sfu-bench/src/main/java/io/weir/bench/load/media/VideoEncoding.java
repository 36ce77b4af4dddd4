package io.weir.bench.load.media;

/**
 * One encoding of a video: the only one, or one of a simulcast.
 *
 * @param rid restriction identifier (RFC 8851); empty when it is the only one
 * @param bitsPerSecond RTP payload, key frames included
 * @param width of the picture, in pixels
 * @param height likewise
 * @param framesPerSecond pictures per second
 */
public record VideoEncoding(
    String rid, int bitsPerSecond, int width, int height, double framesPerSecond) {

  /** What cannot be sent is refused at once. */
  public VideoEncoding {
    if (bitsPerSecond < 1_000 || framesPerSecond <= 0 || framesPerSecond > 1_000) {
      throw new IllegalArgumentException(
          "no video has " + bitsPerSecond + " bit/s and " + framesPerSecond + " frames/s");
    }
    if (width < 16 || height < 16 || width > 16_383 || height > 16_383) {
      throw new IllegalArgumentException("no video is " + width + "x" + height);
    }
  }
}
