package io.weir.bench.room;

import io.weir.bench.ArrivalLog;
import io.weir.bench.SlotFeedback;
import io.weir.bench.VideoStream;
import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What clients that tell when packets arrive cost beside clients that do not: numbering and noting
 * each packet, pacing, reading feedback, estimating, probing and allocating, per packet and
 * subscriber, at a camera's pace in virtual time. All links are good. What plays the clients is in
 * all figures, so that their differences are the server's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(value = MemoryCopyBenchmark.class, per = "subscribers")
public class LinkBenchmark {
  /** 2.4 Mbit/s. */
  private static final long PACKET_NS = 4_000_000;

  /** Each client's feedback comes so often, as libwebrtc's does. */
  private static final int PACKETS_PER_FEEDBACK = 12;

  /** Each client's report comes once a second, and tells that it is still there. */
  private static final int PACKETS_PER_REPORT = 250;

  /** Until estimates and bursts have come to rest: 30 s. */
  private static final int SETTLING = 7_500;

  private static final int SSRC = 8;
  private static final int SEQUENCE = 2;
  private static final int FIRST_RTCP = 64;
  private static final int LAST_RTCP = 95;

  /** Who watches the publisher. */
  @Param({"10", "200", "3000"})
  public int subscribers;

  /** What they tell. */
  @Param({"NONE", "TRANSPORT_WIDE", "BY_STREAM"})
  public SlotFeedback feedback = SlotFeedback.NONE;

  private final RtcpWriter writer = new RtcpWriter();
  private final MemorySegment memory = Arena.ofAuto().allocate(VideoStream.PACKET_LENGTH);
  private VideoRoom room = new VideoRoom(1, RouterBenchmark.Outgoing.PLAIN);
  private ArrivalLog[] clients = {};
  private long nowNs = 1_000_000_000_000L;
  private int packets;

  /** Connects everybody, and lets the estimates settle. */
  @Setup
  public void setUp() {
    clients = new ArrivalLog[subscribers + 1];
    for (int i = 0; i <= subscribers; i++) {
      clients[i] = new ArrivalLog();
    }
    room =
        new VideoRoom(
            subscribers, RouterBenchmark.Outgoing.PLAIN, feedback, this::onDatagram, nowNs);
    room.keyFrameEvery(PACKETS_PER_REPORT); // Who was paused goes on with one.
    for (int i = 0; i < SETTLING; i++) {
      route();
    }
    long sent = 0;
    for (int i = 0; i < PACKETS_PER_REPORT; i++) {
      sent += route();
    }
    if (sent < (long) PACKETS_PER_REPORT * subscribers) {
      throw new IllegalStateException("only " + sent + " packets to " + subscribers + " left");
    }
  }

  /** One video packet of 1200 bytes to every subscriber, and a twelfth of a feedback from each. */
  @Benchmark
  public long route() {
    nowNs += PACKET_NS;
    packets++;
    long sent = room.publish(1, nowNs);
    // They take turns, as clients do.
    for (int i = 1 + packets % PACKETS_PER_FEEDBACK; i <= subscribers; i += PACKETS_PER_FEEDBACK) {
      writer.wrap(memory, 0, VideoStream.PACKET_LENGTH);
      clients[i].write(feedback, writer, nowNs);
      if (writer.length() > 0) {
        room.report(i, writer, nowNs);
      }
    }
    for (int i = 1 + packets % PACKETS_PER_REPORT; i <= subscribers; i += PACKETS_PER_REPORT) {
      writer.wrap(memory, 0, VideoStream.PACKET_LENGTH);
      writer.receiverReport(1);
      room.report(i, writer, nowNs);
    }
    return sent;
  }

  private void onDatagram(MemorySegment segment, long offset, NetworkPath path) {
    int type = Bytes.u8(segment, offset + 1) & 0x7F;
    boolean rtcp = type >= FIRST_RTCP && type <= LAST_RTCP;
    if (!rtcp && Bytes.u8(segment, offset) >= 0x80) {
      clients[VideoRoom.numberOf(path)].add(
          Bytes.i32(segment, offset + SSRC), Bytes.u16(segment, offset + SEQUENCE), nowNs);
    }
  }
}
