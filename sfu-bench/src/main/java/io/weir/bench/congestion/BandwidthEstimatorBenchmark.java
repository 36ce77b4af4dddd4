package io.weir.bench.congestion;

import io.weir.bench.ArrivalLog;
import io.weir.bench.SlotFeedback;
import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.congestion.FeedbackBatch;
import io.weir.core.congestion.ProbeCluster;
import io.weir.core.congestion.SentStreams;
import io.weir.core.congestion.StreamNumbers;
import io.weir.core.rtcp.RtcpReader;
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
 * What noting packets to many subscribers costs, and reading their feedback on them, each with its
 * own estimator.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class BandwidthEstimatorBenchmark {
  private static final long PACKET_NS = 4_000_000;
  private static final int SSRC = 7;
  private static final int REPORT_LENGTH = 256;

  /** A twentieth of a second at 2.4 Mbit/s. */
  private static final int PACKETS_PER_FEEDBACK = 12;

  /** Subscribers that take turns, as in a fan-out. */
  @Param({"20", "3000"})
  public int subscribers;

  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final MemorySegment memory = Arena.ofAuto().allocate(REPORT_LENGTH);

  /** All of them get the same, and report the same. */
  private final ArrivalLog arrivals = new ArrivalLog();

  private BandwidthEstimator[] estimators = {};
  private StreamNumbers[] streams = {};
  private SentStreams[] finders = {};
  private int next;
  private int sequence;
  private long nowNs = 1_000_000_000_000L;

  /** Makes the estimators. */
  @Setup
  public void setUp() {
    FeedbackBatch batch = new FeedbackBatch();
    estimators = new BandwidthEstimator[subscribers];
    streams = new StreamNumbers[subscribers];
    finders = new SentStreams[subscribers];
    for (int i = 0; i < subscribers; i++) {
      estimators[i] = new BandwidthEstimator(batch);
      StreamNumbers stream = new StreamNumbers();
      streams[i] = stream;
      finders[i] = ssrc -> stream;
    }
  }

  /** Gives the next subscriber's packet its number. */
  @Benchmark
  public int onSent() {
    advance();
    return estimators[next++].onSent(1200, ProbeCluster.NONE, nowNs);
  }

  /** Notes the next subscriber's packet by its stream's number (RFC 8888). */
  @Benchmark
  public void onSentByStream() {
    advance();
    estimators[next].onSent(streams[next], sequence & 0xFFFF, 1200, ProbeCluster.NONE, nowNs);
    next++;
  }

  private void advance() {
    if (next == estimators.length) {
      next = 0;
      sequence++;
      nowNs += PACKET_NS;
    }
  }

  /**
   * A packet to each subscriber; each twelfth time all report on the last twelve. Per packet and
   * subscriber.
   */
  @Benchmark
  @Yardstick(value = MemoryCopyBenchmark.class, per = "subscribers")
  public void onSentAndTransportWideFeedback() {
    sendToAll(SlotFeedback.TRANSPORT_WIDE);
  }

  /** The same by RFC 8888. */
  @Benchmark
  @Yardstick(value = MemoryCopyBenchmark.class, per = "subscribers")
  public void onSentAndFeedbackByStream() {
    sendToAll(SlotFeedback.BY_STREAM);
  }

  private void sendToAll(SlotFeedback feedback) {
    nowNs += PACKET_NS;
    sequence++;
    for (int i = 0; i < subscribers; i++) {
      if (feedback == SlotFeedback.BY_STREAM) {
        estimators[i].onSent(streams[i], sequence & 0xFFFF, 1200, ProbeCluster.NONE, nowNs);
      } else {
        estimators[i].onSent(1200, ProbeCluster.NONE, nowNs);
      }
    }
    arrivals.add(SSRC, sequence, nowNs);
    if (arrivals.count() == PACKETS_PER_FEEDBACK) {
      writer.wrap(memory, 0, REPORT_LENGTH);
      arrivals.write(feedback, writer, nowNs);
      for (int i = 0; i < subscribers; i++) {
        report(i, feedback);
      }
    }
  }

  private void report(int subscriber, SlotFeedback feedback) {
    BandwidthEstimator estimator = estimators[subscriber];
    boolean taken =
        reader.wrap(memory, 0, writer.length())
            && reader.next()
            && (feedback == SlotFeedback.BY_STREAM
                ? estimator.onCongestionFeedback(reader, finders[subscriber], nowNs)
                : estimator.onTransportFeedback(reader, nowNs));
    if (!taken) {
      throw new IllegalStateException("feedback is malformed");
    }
  }
}
