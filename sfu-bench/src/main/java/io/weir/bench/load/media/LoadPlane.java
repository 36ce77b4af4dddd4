package io.weir.bench.load.media;

import com.sun.management.OperatingSystemMXBean;
import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.DelaySummary;
import io.weir.bench.load.measure.MediaMeter;
import io.weir.bench.load.measure.MediaTotals;
import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.measure.TesterLoad;
import io.weir.bench.load.measure.ThreadLoad;
import io.weir.core.handshake.BouncyCastleDtlsFactory;
import io.weir.core.handshake.HandshakeLimits;
import io.weir.core.srtp.SrtpWarmUp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The media plane: its threads, and sums over them. Any thread. */
final class LoadPlane implements MediaPlane {
  /** As many handshakes as a server takes at once; thousands may wait for their turn. */
  private static final HandshakeLimits HANDSHAKES =
      new HandshakeLimits(Duration.ofSeconds(30), 128, 65_536, 32);

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long startNs = System.nanoTime();
  private final MediaPlaneSettings settings;
  private final BouncyCastleDtlsFactory dtls = new BouncyCastleDtlsFactory(HANDSHAKES);
  private final GarbageWatch garbage = new GarbageWatch();
  private final List<MediaThread> threads = new ArrayList<>();

  /** What each thread said last, for when it has died. */
  private final Map<MediaThread, Part> lastParts = new ConcurrentHashMap<>();

  private final AtomicInteger next = new AtomicInteger();

  /** Starts the threads. */
  LoadPlane(MediaPlaneSettings settings) throws IOException {
    this.settings = settings;
    SrtpWarmUp.run(settings.srtp().get());
    dtls.warmUp();
    Identities identities = new Identities(settings.publisherSeed());
    long epochOffsetNs = epochOffsetNs();
    for (int i = 0; i < settings.threads(); i++) {
      threads.add(new MediaThread(i, settings, dtls, identities, epochOffsetNs));
    }
    threads.forEach(MediaThread::start);
  }

  @Override
  public MediaClient open(ClientMedia media, long joinStartNs) throws IOException {
    int turn = next.getAndIncrement() & Integer.MAX_VALUE;
    List<InetAddress> addresses = settings.addresses();
    InetAddress address = addresses.get(turn / threads.size() % addresses.size());
    return threads.get(turn % threads.size()).open(new OpenRequest(media, address, joinStartNs));
  }

  @Override
  public PlaneSnapshot snapshot() {
    Map<MediaThread, CompletableFuture<Part>> asked = new LinkedHashMap<>();
    threads.forEach(thread -> asked.put(thread, thread.submit(() -> Part.of(thread))));
    List<Part> parts = new ArrayList<>();
    int dead = 0;
    for (Map.Entry<MediaThread, CompletableFuture<Part>> entry : asked.entrySet()) {
      Part part = answer(entry.getValue(), null);
      if (part == null) {
        dead++;
        part = lastParts.get(entry.getKey());
      } else {
        lastParts.put(entry.getKey(), part);
      }
      if (part != null) {
        parts.add(part);
      }
    }
    Histogram video = MediaMeter.newHistogram();
    Histogram audio = MediaMeter.newHistogram();
    Histogram lateness = MediaMeter.newHistogram();
    MediaTotals totals = MediaTotals.NONE;
    for (Part part : parts) {
      video.add(part.video());
      audio.add(part.audio());
      lateness.add(part.lateness());
      totals = totals.plus(part.totals());
    }
    long nowNs = System.nanoTime();
    return new PlaneSnapshot(nowNs, totals, video, audio, load(parts, lateness, nowNs), dead);
  }

  @Override
  public List<ClientSnapshot> clients() {
    return threads.stream().map(thread -> thread.submit(thread::snapshots)).toList().stream()
        .flatMap(future -> answer(future, List.<ClientSnapshot>of()).stream())
        .toList();
  }

  /** What a thread says, or something else of one that died. */
  private static <T extends @Nullable Object> T answer(
      CompletableFuture<? extends T> asked, T otherwise) {
    try {
      return asked.join();
    } catch (CompletionException died) {
      return otherwise;
    }
  }

  /** Its threads, for those who look at one of them. */
  List<MediaThread> threads() {
    return List.copyOf(threads);
  }

  @Override
  public void close() {
    threads.forEach(MediaThread::close);
    dtls.close();
    garbage.close();
  }

  private TesterLoad load(List<Part> parts, Histogram lateness, long nowNs) {
    long cpuNs =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getProcessCpuTime()
            : 0;
    return new TesterLoad(
        nowNs - startNs,
        parts.stream().map(Part::load).toList(),
        cpuNs,
        parts.stream().mapToLong(Part::latePackets).sum(),
        DelaySummary.of(lateness),
        parts.stream().mapToLong(Part::slowTurns).sum(),
        parts.stream().mapToLong(Part::longestTurnNs).max().orElse(0),
        parts.stream().mapToLong(Part::kernelDrops).sum(),
        parts.stream().mapToLong(Part::sendBufferFull).sum(),
        parts.stream().mapToLong(Part::sendFailed).sum(),
        garbage.pauses(),
        garbage.pauseNs(),
        garbage.longestNs());
  }

  /** The best of a few looks at both clocks: what to add to one to get the other. */
  private static long epochOffsetNs() {
    long best = 0;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long took = System.nanoTime() - before;
      if (took < shortest) {
        shortest = took;
        best = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - before - took / 2;
      }
    }
    return best;
  }

  /** What one thread tells of itself; made on that thread. */
  private record Part(
      MediaTotals totals,
      Histogram video,
      Histogram audio,
      Histogram lateness,
      ThreadLoad load,
      long latePackets,
      long slowTurns,
      long longestTurnNs,
      long kernelDrops,
      long sendBufferFull,
      long sendFailed) {
    static Part of(MediaThread thread) {
      MediaMeter meter = thread.meter();
      Histogram video = MediaMeter.newHistogram();
      Histogram audio = MediaMeter.newHistogram();
      Histogram lateness = MediaMeter.newHistogram();
      meter.addDelaysTo(video, audio);
      meter.addLatenessTo(lateness);
      return new Part(
          meter.totals(),
          video,
          audio,
          lateness,
          thread.load(),
          meter.latePackets,
          meter.slowTurns,
          meter.longestTurnNs,
          thread.kernelDrops(),
          meter.sendBufferFull,
          meter.sendFailed);
    }
  }
}
