package io.weir.signaling.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.core.control.PacketCount;
import io.weir.signaling.session.JoinTimes;
import io.weir.signaling.session.MediaStatistics;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.QualityEvents;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomDirectory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * All metrics of the server. Nothing is counted here per packet: the core counts, and this reads
 * when Prometheus asks. Signaling's event loop only.
 */
public final class Metrics implements JoinTimes, QualityEvents, AutoCloseable {

  /** Media type of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double NS_PER_SECOND = 1e9;
  private static final double MS_PER_SECOND = 1e3;

  private static final Duration[] JOIN_BOUNDS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MediaStatistics media;
  private final Timer joins;
  private final Counter pauses;
  private final Counter freezes;
  private final Counter frozenSeconds;

  /** Metrics of these rooms on this media plane, which encrypts with the named engine. */
  public Metrics(RoomDirectory rooms, MediaStatistics media, String srtpEngine) {
    this.media = media;
    addRooms(rooms);
    addCounters();
    for (int i = 0; i < media.busyRatios().size(); i++) {
      addWorker(i);
    }
    addSrtpEngine(srtpEngine);
    joins =
        Timer.builder("weir.join")
            .description("Time from entering a room until the media transport stood.")
            .serviceLevelObjectives(JOIN_BOUNDS)
            .register(registry);
    pauses =
        Counter.builder("weir.slot.pauses")
            .description("Slots that were paused because their viewer's link carries no more.")
            .register(registry);
    freezes =
        Counter.builder("weir.freezes")
            .description("Times that a picture stood still, as viewers' browsers report.")
            .register(registry);
    frozenSeconds =
        Counter.builder("weir.freeze.seconds")
            .description("How long pictures stood still in all, as viewers' browsers report.")
            .register(registry);
    registry
        .getPrometheusRegistry()
        .register(
            new LatencyCollector(
                "weir_forward_latency_seconds",
                "Time from a packet's arrival until it was handed to the kernel for a subscriber.",
                media::forwardLatency));
    registry
        .getPrometheusRegistry()
        .register(
            new LatencyCollector(
                "weir_pacer_wait_seconds",
                "How long video waited before a subscriber's link, where it had to.",
                media::pacerWaits));
    addProcess();
  }

  @Override
  public void onConnected(Duration sinceEntering) {
    joins.record(sinceEntering);
  }

  @Override
  public void onPaused() {
    pauses.increment();
  }

  @Override
  public void onFreezes(long count, Duration frozen) {
    freezes.increment((double) count);
    frozenSeconds.increment((double) frozen.toMillis() / MS_PER_SECOND);
  }

  /** All of them in Prometheus's text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void addRooms(RoomDirectory rooms) {
    Gauge.builder("weir.rooms", rooms, directory -> directory.rooms().size())
        .description("Rooms that somebody is in.")
        .register(registry);
    addSum(
        rooms,
        "weir.participants",
        "Participants, viewers included.",
        room -> room.participants().size());
    addSum(
        rooms,
        "weir.tracks",
        "Published tracks.",
        room -> room.participants().stream().mapToInt(Participant::trackCount).sum());
  }

  private void addSum(
      RoomDirectory rooms, String name, String description, ToIntFunction<Room> amount) {
    Gauge.builder(name, rooms, directory -> directory.rooms().stream().mapToInt(amount).sum())
        .description(description)
        .register(registry);
  }

  private void addCounters() {
    addCounter("weir.packets.received", "Datagrams read from sockets.", "received");
    addCounter("weir.packets.sent", "Datagrams handed to the kernel.", "sent");
    addCounter("weir.bytes.received", "Bytes of datagrams read from sockets.", "received_bytes");
    addCounter("weir.bytes.sent", "Bytes of datagrams handed to the kernel.", "sent_bytes");
    String nacks =
        "Sequence numbers asked for again: received from subscribers, sent to publishers.";
    addCounter("weir.nacks", nacks, "nacks_received", "direction", "received");
    addCounter("weir.nacks", nacks, "nacks_sent", "direction", "sent");
    String requests = "PLI and FIR: received from subscribers, sent to publishers.";
    String keyFrames = "weir.keyframe.requests";
    addCounter(keyFrames, requests, "keyframe_requests_received", "direction", "received");
    addCounter(keyFrames, requests, "keyframe_requests_sent", "direction", "sent");
    String handshakes = "DTLS handshakes by how they ended.";
    addCounter("weir.handshakes", handshakes, "handshakes_completed", "result", "completed");
    addCounter("weir.handshakes", handshakes, "handshakes_failed", "result", "failed");
    for (PacketCount count : media.counts()) {
      if (count.drop()) {
        addCounter(
            "weir.packets.dropped",
            "Packets dropped, by reason; docs/metrics.md says what each means.",
            count.name(),
            "reason",
            count.name());
      }
    }
  }

  private void addCounter(String name, String description, String count, String... tags) {
    FunctionCounter.builder(name, media, statistics -> value(statistics.counts(), count))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static double value(List<PacketCount> counts, String name) {
    for (PacketCount count : counts) {
      if (count.name().equals(name)) {
        return count.value();
      }
    }
    return 0;
  }

  private void addWorker(int index) {
    Gauge.builder("weir.worker.busy.ratio", media, statistics -> statistics.busyRatios().get(index))
        .description("Share of the last second that a media worker was busy, 0 to 1.")
        .tag("worker", Integer.toString(index))
        .register(registry);
    Gauge.builder(
            "weir.worker.free.packets", media, statistics -> statistics.freePackets().get(index))
        .description("Packets of a media worker's pool that nobody holds.")
        .tag("worker", Integer.toString(index))
        .register(registry);
  }

  /** A constant, as Prometheus wants what is no number: the label tells. */
  private void addSrtpEngine(String name) {
    Gauge.builder("weir.srtp.engine.info", () -> 1)
        .description("The SRTP engine that the media workers run.")
        .tag("engine", name)
        .register(registry);
  }

  private void addProcess() {
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    // Micrometer's own names for this break Prometheus's rules.
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder(
              "process.cpu.seconds", system, bean -> bean.getProcessCpuTime() / NS_PER_SECOND)
          .description("Processor time that the process has used, in seconds.")
          .register(registry);
    }
  }
}
