package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.TransportStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.IoKind;
import io.weir.core.srtp.IpsecMbSrtpEngine;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards 100,000 packets through a real worker and real sockets, from a publisher and to viewers
 * that did real ICE checks and DTLS handshakes, lose packets, ask for them again, report and go on
 * checking, and counts what the worker's thread allocates.
 */
class FanOutAllocationTest {
  private static final Logger LOG = LoggerFactory.getLogger(FanOutAllocationTest.class);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int FORWARDED = 100_000;

  /** While the JVM compiles the worker's code, the interpreter makes objects that code spares. */
  private static final int MAX_ROUNDS = 16;

  /**
   * More of them, as the test's own pace may let links seem full, and little is sent for a while.
   */
  private static final int MAX_LIMITED_ROUNDS = 24;

  /** Jitsi's ciphers make objects per packet: at most so many bytes, at both ends of a packet. */
  private static final double MAX_IN_JITSI = 1_600;

  /** What has to happen in a round, or it would show nothing. */
  private static final List<PacketCounter> ACTIVITIES =
      List.of(
          PacketCounter.NACKS_RECEIVED,
          PacketCounter.SENT_RETRANSMISSIONS,
          PacketCounter.NACKS_SENT);

  @BeforeEach
  void needLinuxSockets() {
    assumeTrue(IoKind.preferred() == IoKind.LINUX, "DatagramChannel allocates addresses");
  }

  @Test
  void shouldAllocateNothingWithIpsecMb() throws IOException {
    String unfitness = IpsecMbSrtpEngine.unfitness().orElse("");
    assumeTrue(unfitness.isEmpty(), unfitness);

    Allocation last =
        forward(
            new MeasuringSrtpEngine(new IpsecMbSrtpEngine()),
            false,
            round -> round.inWeir() + round.inSrtp() == 0);
    assertThat(last).isEqualTo(Allocation.NONE);
  }

  /**
   * Estimator, pacer and allocator have their part in it; of probes and layers {@code
   * room.LayersAllocationTest} shows the same.
   */
  @Test
  void shouldAllocateNothingWhereViewersTellWhatTheirLinksCarry() throws IOException {
    String unfitness = IpsecMbSrtpEngine.unfitness().orElse("");
    assumeTrue(unfitness.isEmpty(), unfitness);

    Allocation last =
        forward(
            new MeasuringSrtpEngine(new IpsecMbSrtpEngine()),
            true,
            round -> round.inWeir() + round.inSrtp() == 0);
    assertThat(last).isEqualTo(Allocation.NONE);
  }

  @Test
  void shouldAllocateNothingButInJitsisCiphers() throws IOException {
    Allocation last =
        forward(
            new MeasuringSrtpEngine(new JitsiSrtpEngine()), false, round -> round.inWeir() == 0);
    assertThat(last.inWeir()).isZero();
    assertThat((double) last.inSrtp() / FORWARDED).isBetween(1.0, MAX_IN_JITSI);
  }

  /**
   * Forwards in rounds until one is as it should be, or gives up; the last round's.
   *
   * @param limited whether viewers tell when packets arrive
   */
  private static Allocation forward(
      MeasuringSrtpEngine srtp, boolean limited, Predicate<Allocation> done) throws IOException {
    SrtpEngine engine = srtp;
    SfuConfig.Builder config = ServerFixture.config().io(IoKind.LINUX).srtp(() -> engine);
    try (ServerFixture fixture = new ServerFixture(config)) {
      BusyCall call = new BusyCall(fixture, limited);
      Allocation last = measure(fixture, call, srtp);
      int rounds = limited ? MAX_LIMITED_ROUNDS : MAX_ROUNDS;
      for (int i = 1; i < rounds && !(last.showsAnything() && done.test(last)); i++) {
        last = measure(fixture, call, srtp);
      }
      assertThat(last.missing()).as("what did not happen in the last round").isEmpty();
      assertThat(call.feedback())
          .as("sender and receiver reports, CNAME, NACK and transport-wide feedback")
          .contains("200", "201", "202/1", "205/1", "205/15");
      if (limited) {
        assertThat(links(fixture))
            .as("links that are measured")
            .filteredOn(link -> link.limited() && link.acknowledgedBps() > 0)
            .hasSize(BusyCall.VIEWERS);
      }
      return last;
    }
  }

  private static Allocation measure(ServerFixture fixture, BusyCall call, MeasuringSrtpEngine srtp)
      throws IOException {
    call.checkAll();
    List<Long> countsBefore = counts(fixture);
    long worker = workerThread();
    long allBefore = THREADS.getThreadAllocatedBytes(worker);
    long inSrtpBefore = srtp.allocatedBytes();
    call.forward(FORWARDED / BusyCall.VIEWERS);
    long all = THREADS.getThreadAllocatedBytes(worker) - allBefore;
    long inSrtp = srtp.allocatedBytes() - inSrtpBefore;
    LOG.info(
        "Forwarding {} packets with {} allocated {} bytes, {} per packet in SRTP and {} in all else",
        FORWARDED,
        srtp.name(),
        all,
        inSrtp / FORWARDED,
        all - inSrtp);
    List<Long> countsAfter = counts(fixture);
    List<PacketCounter> missing = new ArrayList<>();
    for (int i = 0; i < ACTIVITIES.size(); i++) {
      if (countsAfter.get(i) <= countsBefore.get(i)) {
        missing.add(ACTIVITIES.get(i));
      }
    }
    return new Allocation(all - inSrtp, inSrtp, missing);
  }

  private static List<LinkStatistics> links(ServerFixture fixture) {
    return fixture.askWorkers(null).stream()
        .flatMap(worker -> worker.participants().stream())
        .flatMap(participant -> Stream.ofNullable(participant.transport()))
        .map(TransportStatistics::link)
        .toList();
  }

  private static List<Long> counts(ServerFixture fixture) {
    return ACTIVITIES.stream().map(fixture.server::count).toList();
  }

  private static long workerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("media-0"))
        .findFirst()
        .orElseThrow()
        .threadId();
  }

  /**
   * Bytes that a round allocated on the worker's thread.
   *
   * @param missing which of {@link #ACTIVITIES} did not happen
   */
  private record Allocation(long inWeir, long inSrtp, List<PacketCounter> missing) {
    static final Allocation NONE = new Allocation(0, 0, List.of());

    boolean showsAnything() {
      return missing.isEmpty();
    }
  }
}
