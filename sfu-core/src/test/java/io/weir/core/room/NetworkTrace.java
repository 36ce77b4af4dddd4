package io.weir.core.room;

import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.TransportStatistics;
import io.weir.core.testkit.ConditionsText;
import io.weir.core.testkit.DurationDistribution;
import io.weir.core.testkit.GreedyFlow;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.LinkStatistics;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes down over time what the server makes of one viewer's link, as comma-separated values to
 * draw plots from. The camera sends 0.2, 0.7 and 2.5 Mbit/s in three encodings. One thread.
 *
 * <p>{@link #main} takes a seed, seconds, the link's conditions ({@link ConditionsText}), and then
 * any number of pairs of a second and what changes then:
 *
 * <pre>1 60 rate=4M,queue=300ms,delay=20ms 20 rate=1333k 40 rate=4M 50 download=5</pre>
 *
 * <p>A download of 5 s then competes for the rate; {@code feedback=none} and {@code feedback=good}
 * are such changes, too.
 */
public final class NetworkTrace {
  /** Names of the columns, in their order. */
  public static final String HEADER =
      "ms,capacityBps,estimateBps,acknowledgedBps,sentBps,queueMs,encoding,temporalLayer,frames,lost";

  private static final String FEEDBACK = "feedback=";
  private static final long STEP_MS = 50;
  private static final String DOWNLOAD = "download=";

  /** How often the queue is looked at: frames come every 33 ms and make it swing. */
  private static final long LOOK_MS = 5;

  private static final long MS = 1_000_000L;

  private final NetworkScene scene;
  private final SimulatedClient viewer;
  private final List<Row> rows = new ArrayList<>();
  private DurationDistribution queue = new DurationDistribution();
  private long longestQueueNs;
  private final long beganNs;
  private LinkStatistics before;
  private int decodedBefore;

  /**
   * What held at one moment.
   *
   * @param ms since the viewer came
   * @param capacityBps what the link carries
   * @param estimateBps what it is thought to carry
   * @param acknowledgedBps what is known to arrive; -1 when nothing is
   * @param sentBps what was put into the link since the row before
   * @param queueMs how long a datagram would have had to wait in the link's queue at most since the
   *     row before
   * @param encoding that the slot is sent; -1 for none
   * @param temporalLayer up to which it is; -1 when all are
   * @param frames that the viewer decoded since the row before
   * @param lost datagrams that the link lost or its queue dropped since then
   */
  public record Row(
      long ms,
      long capacityBps,
      long estimateBps,
      long acknowledgedBps,
      long sentBps,
      double queueMs,
      int encoding,
      int temporalLayer,
      int frames,
      long lost) {

    /** The row as {@link #HEADER} has it. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%d,%d,%d,%d,%d,%.1f,%d,%d,%d,%d",
          ms,
          capacityBps,
          estimateBps,
          acknowledgedBps,
          sentBps,
          queueMs,
          encoding,
          temporalLayer,
          frames,
          lost);
    }
  }

  /** A trace of a viewer who has just come. */
  NetworkTrace(NetworkScene scene, SimulatedClient viewer) {
    this.scene = scene;
    this.viewer = viewer;
    beganNs = scene.call().nowNs();
    before = viewer.downlink().statistics();
  }

  /** Lets time pass and writes down a row for each 50 ms of it. */
  void run(long durationMs) {
    for (long ms = LOOK_MS; ms <= durationMs; ms += LOOK_MS) {
      scene.run(LOOK_MS);
      long waitNs = viewer.downlink().waitNs(scene.call().nowNs());
      queue.add(waitNs);
      longestQueueNs = Math.max(longestQueueNs, waitNs);
      if (ms % STEP_MS == 0) {
        rows.add(row());
      }
    }
  }

  /** How long the link's queue was over the time since this was asked last. */
  DurationDistribution takeQueue() {
    DurationDistribution taken = queue;
    queue = new DurationDistribution();
    return taken;
  }

  /** What was written down so far. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  private Row row() {
    ParticipantStatistics said = scene.statistics(viewer);
    TransportStatistics transport = Objects.requireNonNull(said.transport());
    SlotStatistics slot = said.slots().getFirst();
    LinkStatistics now = viewer.downlink().statistics();
    int decoded = viewer.slot(0).decoded();
    long nowNs = scene.call().nowNs();
    Row row =
        new Row(
            (nowNs - beganNs) / MS,
            viewer.downlink().conditions().rate().bitsPerSecond(),
            transport.link().estimateBps(),
            transport.link().acknowledgedBps(),
            (now.sentBytes() - before.sentBytes()) * Byte.SIZE * 1_000 / STEP_MS,
            longestQueueNs / (double) MS,
            slot.encoding(),
            slot.temporalLayer(),
            decoded - decodedBefore,
            now.lost() + now.dropped() - before.lost() - before.dropped());
    longestQueueNs = 0;
    before = now;
    decodedBefore = decoded;
    return row;
  }

  /** Plays a viewer's call over a link and prints its trace. */
  public static void main(String... arguments) {
    System.out.println(HEADER);
    play(arguments).forEach(row -> System.out.println(row.text()));
  }

  /** The rows of the call that {@link #main} would print with these arguments. */
  public static List<Row> play(String... arguments) {
    if (arguments.length < 3 || arguments.length % 2 == 0) {
      throw new IllegalArgumentException(
          "Say seed, seconds and the link, then pairs of a second and what changes:"
              + " 1 60 rate=4M,queue=300ms,delay=20ms 20 rate=1333k 40 rate=4M 50 download=5");
    }
    long seconds = Long.parseLong(arguments[1]);
    Conditions link = ConditionsText.change(Conditions.GOOD, arguments[2]);
    NetworkScene scene =
        new NetworkScene(
            Long.parseLong(arguments[0]), Conditions.GOOD.withDelay(LinkDelay.of(20 * MS)));
    scene.run(1_000);
    NetworkTrace trace = new NetworkTrace(scene, scene.watchWithFeedback(link));
    long ranMs = 0;
    for (int i = 3; i < arguments.length; i += 2) {
      long untilMs = 1_000 * Long.parseLong(arguments[i]);
      trace.run(untilMs - ranMs);
      ranMs = untilMs;
      trace.change(arguments[i + 1]);
    }
    trace.run(1_000 * seconds - ranMs);
    scene.end();
    return trace.rows();
  }

  private void change(String text) {
    SimulatedLink link = viewer.downlink();
    if (text.startsWith(DOWNLOAD)) {
      long nowNs = scene.call().nowNs();
      long lastsNs = 1_000 * MS * Long.parseLong(text.substring(DOWNLOAD.length()));
      link.compete(new GreedyFlow(2 * link.conditions().delay().fixedNs(), nowNs, nowNs + lastsNs));
    } else if (text.startsWith(FEEDBACK)) {
      viewer.feedback().lose(text.equals(FEEDBACK + "none"));
    } else {
      link.conditions(ConditionsText.change(link.conditions(), text));
    }
  }
}
