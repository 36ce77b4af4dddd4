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
  /** Payload type of its media at first; that of its retransmissions is the next one. */
  public static final int PAYLOAD_TYPE = 96;

  private static final long FRAME_NS = 33_333_333L;
  private static final int TICKS_PER_FRAME = 3000;

  private final SimulatedEncoder encoder;
  private final int packetBytes;
  private final int publisher;
  private final int midExtension;
  private final String mid;
  private final String rid;
  private final int encoding;
  private final Map<Integer, Sent> sent = new HashMap<>();
  private SimulatedCodec codec;
  private int payloadType = PAYLOAD_TYPE;
  private int ssrc;
  private int sequence;
  private int rtxSequence = 500;
  private int timestamp;
  private int frame;
  private boolean keyFrameWanted = true;
  private long nextFrameNs;
  private int keyFrames;
  private boolean paused;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sent(boolean marker, int timestamp, byte[] payload) {}

  /** A camera that starts at {@code startNs}; numbers begin near their wrap-around. */
  public SimulatedVideo(
      SimulatedCodec codec, int publisher, String mid, int midExtension, int ssrc, long startNs) {
    this(codec, VideoQuality.SMALL, publisher, mid, midExtension, "", 0, ssrc, startNs);
  }

  /** One encoding of such a camera, which says its rid. */
  SimulatedVideo(
      SimulatedCodec codec,
      VideoQuality quality,
      int publisher,
      String mid,
      int midExtension,
      String rid,
      int encoding,
      int ssrc,
      long startNs) {
    this.codec = codec;
    this.encoder = new SimulatedEncoder(quality, encoding, 31L * publisher + encoding);
    this.packetBytes = quality.packetBytes();
    this.publisher = publisher;
    this.mid = mid;
    this.midExtension = midExtension;
    this.rid = rid;
    this.encoding = encoding;
    this.ssrc = ssrc;
    this.nextFrameNs = startNs;
    this.sequence = 65_500;
    this.timestamp = -40_000 * publisher - 1_000_000 * encoding;
  }

  /** The media SSRC; the retransmissions' is the next one. */
  public int ssrc() {
    return ssrc;
  }

  /** Sends nothing from now on, or goes on with a key frame. */
  public void pause(boolean value) {
    keyFrameWanted |= paused && !value;
    paused = value;
  }

  /** Begins a stream of its own, as after the sender was made anew. */
  public void changeSsrc(int next) {
    ssrc = next;
    sequence = 5;
    keyFrameWanted = true;
    sent.clear();
  }

  /** Goes on with a key frame of another codec. */
  void changeCodec(SimulatedCodec next, int nextPayloadType) {
    codec = next;
    payloadType = nextPayloadType;
    keyFrameWanted = true;
    sent.clear();
  }

  /** Lets its timestamps jump, as some cameras' do after a sleep. */
  public void jumpTimestamps(int ticks) {
    timestamp += ticks;
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
      if (paused) {
        advance();
        continue;
      }
      boolean key = keyFrameWanted;
      keyFrameWanted = false;
      keyFrames += key ? 1 : 0;
      addPackets(encoder.encode(frame, key), packets);
      advance();
    }
    return packets;
  }

  private void advance() {
    frame++;
    timestamp += TICKS_PER_FRAME;
    nextFrameNs += FRAME_NS;
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
    return builder(payloadType + 1, ssrc + 1, rtxSequence++, packet.timestamp(), packet.marker())
        .payload(payload)
        .build();
  }

  private void addPackets(CodedFrame coded, List<byte[]> packets) {
    int count = Math.max(1, Math.ceilDiv(coded.bytes(), packetBytes));
    int length = Math.max(SimulatedLabel.SMALLEST_PAYLOAD, Math.ceilDiv(coded.bytes(), count));
    for (int i = 0; i < count; i++) {
      packets.add(packet(coded, i, count, length));
    }
  }

  private byte[] packet(CodedFrame coded, int index, int count, int length) {
    byte[] payload = new byte[length];
    boolean last = index == count - 1;
    codec.writeHead(
        ByteBuffer.wrap(payload),
        coded,
        new SimulatedCodec.Part(index == 0, last, width(), height()));
    SimulatedLabel.write(payload, publisher, encoding, coded, index, count);
    int number = sequence++ & 0xFFFF;
    sent.put(number, new Sent(last, timestamp, payload));
    return builder(payloadType, ssrc, number, timestamp, last).payload(payload).build();
  }

  private RtpPacketBuilder builder(
      int type, int streamSsrc, int number, int packetTimestamp, boolean marker) {
    RtpPacketBuilder packet =
        new RtpPacketBuilder()
            .payloadType(type)
            .ssrc(streamSsrc)
            .sequence(number)
            .timestamp(packetTimestamp)
            .marker(marker)
            .oneByteExtension(midExtension, mid.chars().toArray());
    if (!rid.isEmpty()) {
      boolean rtx = type % 2 == 1;
      packet.oneByteExtension(
          rtx ? ClientParameters.REPAIRED_RID_EXTENSION : ClientParameters.RID_EXTENSION,
          rid.chars().toArray());
    }
    return packet;
  }

  /** Width of its pictures, as far as key frames tell it. */
  private int width() {
    return 320 << encoding;
  }

  private int height() {
    return 180 << encoding;
  }
}
