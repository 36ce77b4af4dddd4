package io.weir.core.testkit;

/**
 * What the payloads of {@link SimulatedVideo} begin with, so that the server sees key frames of a
 * real codec. The lowest bit of the second byte is 0 in packets of key frames alone.
 */
public enum SimulatedCodec {
  /** RFC 7741: S, then the inverse key frame flag. */
  VP8(0x1000, 0x0000, 0x1001, 0x0001),
  /** RFC 9628: B and P. */
  VP9(0x0800, 0x0000, 0x4801, 0x4001),
  /** RFC 6184: the first slice of an IDR picture, later ones, other slices. */
  H264(0x6580, 0x6500, 0x4181, 0x4101),
  /** RFC 7798: a video parameter set, then a picture's; slices. */
  H265(0x4002, 0x4402, 0x0201, 0x0201),
  /** AV1: N in the aggregation header, then Z; single elements. */
  AV1(0x0800, 0x8000, 0x1001, 0x9001);

  private static final int FIRST_SUBSCRIBED = 100;

  private final int keyStart;
  private final int keyRest;
  private final int deltaStart;
  private final int deltaRest;

  SimulatedCodec(int keyStart, int keyRest, int deltaStart, int deltaRest) {
    this.keyStart = keyStart;
    this.keyRest = keyRest;
    this.deltaStart = deltaStart;
    this.deltaRest = deltaRest;
  }

  /** Payload type by which subscribers know it; that of its retransmissions is the next one. */
  public int subscribedPayloadType() {
    return FIRST_SUBSCRIBED + 2 * ordinal();
  }

  /** The first two bytes of a packet's payload. */
  short prefix(boolean key, boolean start) {
    return (short) (key ? start ? keyStart : keyRest : start ? deltaStart : deltaRest);
  }
}
