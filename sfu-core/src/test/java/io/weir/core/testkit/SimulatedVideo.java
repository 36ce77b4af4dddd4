package io.weir.core.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A camera with an encoder: 30 frames a second of packets like those of a {@link SimulatedCodec}
 * that say which frame of whom they are, key frames when asked, retransmissions when asked. Sans
 * I/O; one thread.
 */
public final class SimulatedVideo {
  /** Payload type of its media. */
  public static final int PAYLOAD_TYPE = 96;

  /** Payload type of its retransmissions. */
  public static final int RTX_PAYLOAD_TYPE = 97;

  /** Bytes of payload that tell frame, packet, count and publisher. */
  static final int PAYLOAD_LENGTH = 200;

  private static final long FRAME_NS = 33_333_333L;
  private static final int PACKETS_PER_FRAME = 3;
  private static final int PACKETS_PER_KEY_FRAME = 8;
  private static final int TICKS_PER_FRAME = 3000;

  private final SimulatedCodec codec;
  private final int publisher;
  private final int ssrc;
  private final int rtxSsrc;
  private final int midExtension;
  private final String mid;
  private final Map<Integer, Sent> sent = new HashMap<>();
  private int sequence;
  private int rtxSequence = 500;
  private int timestamp;
  private int frame;
  private boolean keyFrameWanted = true;
  private long nextFrameNs;
  private int keyFrames;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sent(boolean marker, int timestamp, byte[] payload) {}

  /** A camera that starts at {@code startNs}; numbers begin near their wrap-around. */
  public SimulatedVideo(
      SimulatedCodec codec, int publisher, String mid, int midExtension, int ssrc, long startNs) {
    this.codec = codec;
    this.publisher = publisher;
    this.mid = mid;
    this.midExtension = midExtension;
    this.ssrc = ssrc;
    this.rtxSsrc = ssrc + 1;
    this.nextFrameNs = startNs;
    this.sequence = 65_500;
    this.timestamp = -40_000 * publisher;
  }

  /** The media SSRC; the retransmissions' is the next one. */
  public int ssrc() {
    return ssrc;
  }

  /** Key frames made so far. */
  public int keyFrames() {
    return keyFrames;
  }

  /** The next frame will be a key frame. */
  public void requestKeyFrame() {
    keyFrameWanted = true;
  }

  /** When a frame was taken. */
  public long captureNs(int number) {
    return nextFrameNs - (frame - number) * FRAME_NS;
  }

  /** When the next frame is due. */
  public long nextDeadlineNs() {
    return nextFrameNs;
  }

  /** The RTP timestamp of a moment. */
  public int timestampAt(long nowNs) {
    return timestamp + (int) ((nowNs - nextFrameNs) * 9 / 100_000);
  }

  /** The packets of the frames that are due. */
  public List<byte[]> poll(long nowNs) {
    List<byte[]> packets = new ArrayList<>();
    while (nextFrameNs - nowNs <= 0) {
      boolean key = keyFrameWanted;
      keyFrameWanted = false;
      keyFrames += key ? 1 : 0;
      int count = key ? PACKETS_PER_KEY_FRAME : PACKETS_PER_FRAME;
      for (int i = 0; i < count; i++) {
        packets.add(packet(key, i, count));
      }
      frame++;
      timestamp += TICKS_PER_FRAME;
      nextFrameNs += FRAME_NS;
    }
    return packets;
  }

  /** The RTX packet for a lost one, or an empty array when it is forgotten. */
  public byte[] retransmit(int lost) {
    Sent packet = sent.get(lost);
    if (packet == null) {
      return new byte[0];
    }
    byte[] payload =
        ByteBuffer.allocate(2 + packet.payload().length)
            .putShort((short) lost)
            .put(packet.payload())
            .array();
    return builder(RTX_PAYLOAD_TYPE, rtxSsrc, rtxSequence++, packet.timestamp(), packet.marker())
        .payload(payload)
        .build();
  }

  private byte[] packet(boolean key, int index, int count) {
    byte[] payload = new byte[PAYLOAD_LENGTH];
    ByteBuffer.wrap(payload)
        .putShort(codec.prefix(key, index == 0))
        .putInt(frame)
        .put((byte) index)
        .put((byte) count)
        .putInt(publisher);
    boolean marker = index == count - 1;
    int number = sequence++ & 0xFFFF;
    sent.put(number, new Sent(marker, timestamp, payload));
    return builder(PAYLOAD_TYPE, ssrc, number, timestamp, marker).payload(payload).build();
  }

  private RtpPacketBuilder builder(
      int payloadType, int streamSsrc, int number, int packetTimestamp, boolean marker) {
    return new RtpPacketBuilder()
        .payloadType(payloadType)
        .ssrc(streamSsrc)
        .sequence(number)
        .timestamp(packetTimestamp)
        .marker(marker)
        .oneByteExtension(midExtension, mid.chars().toArray());
  }
}
