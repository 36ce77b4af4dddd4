package io.weir.core.layer;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.codec.Vp8;
import io.weir.core.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A VP8 encoder of one of several encodings, with three temporal layers: T0, T2, T1, T2, where the
 * first T1 after a T0 of even number may be entered. Its packets tell frame, part and encoding in
 * their payload. One thread.
 */
final class LayeredVideo {
  static final int PAYLOAD_TYPE = 96;
  static final long FRAME_NS = 33_333_333;

  /**
   * Of a payload before what it tells: X, I L T, 15-bit picture id, TL0PICIDX, TID; the frame's P.
   */
  static final int DESCRIPTOR = 7;

  private static final int CYCLE = 8;
  private static final int[] LAYERS = {0, 2, 1, 2, 0, 2, 1, 2};

  private final int encoding;
  private final PacketPool pool;
  private final Random random;
  private final int timestampOffset;
  private long sequence;
  private int frame;
  private int sinceKey;
  private int pictureId;
  private int tl0PicIdx;
  private boolean keyFrameWanted = true;

  LayeredVideo(int encoding, PacketPool pool, Random random) {
    this.encoding = encoding;
    this.pool = pool;
    this.random = random;
    this.timestampOffset = random.nextInt();
    this.sequence = 0x10000L + random.nextInt(0x10000);
    this.pictureId = random.nextInt(0x8000);
    this.tl0PicIdx = random.nextInt(0x100);
  }

  void requestKeyFrame() {
    keyFrameWanted = true;
  }

  /** The packets of the next frame, which is of moment {@code captureNs}. */
  List<Packet> next(long captureNs) {
    boolean key = keyFrameWanted;
    keyFrameWanted = false;
    sinceKey = key ? 0 : sinceKey + 1;
    int layer = LAYERS[sinceKey % CYCLE];
    boolean sync = layer > 0 && sinceKey % CYCLE < 3;
    tl0PicIdx += layer == 0 ? 1 : 0;
    int count = 1 + random.nextInt(key ? 4 : 2);
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload =
          ByteBuffer.allocate(DESCRIPTOR + 8)
              .put((byte) (i == 0 ? 0x90 : 0x80))
              .put((byte) 0xE0)
              .putShort((short) (0x8000 | pictureId))
              .put((byte) tl0PicIdx)
              .put((byte) (layer << 6 | (sync ? 0x20 : 0)))
              .put((byte) (key ? 0 : 1))
              .putInt(frame)
              .put((byte) i)
              .put((byte) count)
              .put((byte) encoding)
              .put((byte) (sinceKey % CYCLE))
              .array();
      packets.add(packet(payload, i == count - 1, key && i == 0, captureNs));
    }
    frame++;
    pictureId = (pictureId + 1) & 0x7FFF;
    return packets;
  }

  private Packet packet(byte[] payload, boolean marker, boolean keyFrame, long captureNs) {
    long timestamp = timestampOffset + captureNs * 9 / 100_000;
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(PAYLOAD_TYPE)
            .sequence(sequence)
            .timestamp(timestamp)
            .marker(marker)
            .payload(payload)
            .buildParsed(pool);
    packet.encoding = encoding;
    packet.extendedSequence = sequence++;
    packet.captureNs = captureNs;
    packet.arrivalNs = captureNs;
    packet.keyFrame = keyFrame;
    new Vp8().readLayers(packet);
    return packet;
  }
}
