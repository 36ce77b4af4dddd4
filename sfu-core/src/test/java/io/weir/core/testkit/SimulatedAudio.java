package io.weir.core.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;

/**
 * A microphone with an encoder: a packet every 20 ms whose level (RFC 6464) follows a script and
 * whose payload tells who was heard when; nothing during discontinuous transmission. Sans I/O; one
 * thread.
 */
public final class SimulatedAudio {
  /** Payload type of its media. */
  public static final int PAYLOAD_TYPE = 111;

  /** What a script says while nothing is sent. */
  public static final int NOTHING = -1;

  /** Bytes of payload: publisher and moment of capture. */
  static final int PAYLOAD_LENGTH = 40;

  private static final long PACKET_NS = 20_000_000L;
  private static final int TICKS_PER_PACKET = 960;

  private final int publisher;
  private final int ssrc;
  private final int levelExtension;
  private final LongToIntFunction script;
  private int sequence = 65_530;
  private int timestamp;
  private boolean spurt;
  private long nextPacketNs;

  /**
   * A microphone that starts at {@code startNs}; numbers begin near their wrap-around.
   *
   * @param script level in -dBov (0 to 127) at a moment, or {@link #NOTHING}
   */
  public SimulatedAudio(
      int publisher, int ssrc, int levelExtension, LongToIntFunction script, long startNs) {
    this.publisher = publisher;
    this.ssrc = ssrc;
    this.levelExtension = levelExtension;
    this.script = script;
    this.nextPacketNs = startNs;
    this.timestamp = -100_000 + 7_777_777 * publisher;
  }

  /** The media SSRC. */
  public int ssrc() {
    return ssrc;
  }

  /** The RTP timestamp of a moment. */
  public int timestampAt(long nowNs) {
    return timestamp + (int) ((nowNs - nextPacketNs) * 48 / 1_000_000);
  }

  /** The packets that are due. */
  public List<byte[]> poll(long nowNs) {
    List<byte[]> packets = new ArrayList<>();
    while (nextPacketNs - nowNs <= 0) {
      int level = script.applyAsInt(nextPacketNs);
      if (level != NOTHING) {
        packets.add(packet(level));
      }
      spurt = level != NOTHING;
      timestamp += TICKS_PER_PACKET;
      nextPacketNs += PACKET_NS;
    }
    return packets;
  }

  private byte[] packet(int level) {
    byte[] payload = new byte[PAYLOAD_LENGTH];
    ByteBuffer.wrap(payload).putInt(publisher).putLong(nextPacketNs);
    return new RtpPacketBuilder()
        .payloadType(PAYLOAD_TYPE)
        .ssrc(ssrc)
        .sequence(sequence++ & 0xFFFF)
        .timestamp(timestamp)
        .marker(!spurt)
        .oneByteExtension(levelExtension, level)
        .payload(payload)
        .build();
  }
}
