package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.IoKind;
import io.weir.core.server.ServerFixture.Member;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards 100,000 packets through a real worker and real sockets, from a publisher and to viewers
 * that did real ICE checks and DTLS handshakes, and counts what the worker's thread allocates.
 */
class FanOutAllocationTest {
  private static final Logger LOG = LoggerFactory.getLogger(FanOutAllocationTest.class);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int VIEWERS = 20;
  private static final int FORWARDED = 100_000;

  /** While the JVM compiles the worker's code, the interpreter makes objects that code spares. */
  private static final int MAX_ROUNDS = 8;

  /** Packets under way at most: neither socket nor pool overflows. */
  private static final int BURST = 32;

  private static final int PAYLOAD_BYTES = 1_100;

  private final MeasuringSrtpEngine srtp = new MeasuringSrtpEngine();
  private int sequence;

  @Test
  void shouldAllocateNothingPerForwardedPacket() throws IOException {
    assumeTrue(IoKind.preferred() == IoKind.LINUX, "DatagramChannel allocates addresses");
    SfuConfig.Builder config = ServerFixture.config().io(IoKind.LINUX).srtp(() -> srtp);
    try (ServerFixture fixture = new ServerFixture(config)) {
      Member publisher = fixture.join(true, 0);
      List<Member> viewers = new ArrayList<>();
      for (int i = 0; i < VIEWERS; i++) {
        viewers.add(fixture.join(false, 1));
      }
      fixture.awaitCount(PacketCounter.HANDSHAKES_COMPLETED, VIEWERS + 1);

      long inWeir = Long.MAX_VALUE;
      for (int i = 0; i < MAX_ROUNDS && inWeir != 0; i++) {
        showThatTheyAreThere(viewers);
        inWeir = measure(fixture, publisher);
      }
      assertThat(inWeir).isZero();
    }
  }

  /** Forwards once; returns what the worker's thread allocated outside of SRTP, in bytes. */
  private long measure(ServerFixture fixture, Member publisher) throws IOException {
    long worker = workerThread();
    long allBefore = THREADS.getThreadAllocatedBytes(worker);
    long inSrtpBefore = srtp.allocatedBytes();
    forward(fixture, publisher);
    long all = THREADS.getThreadAllocatedBytes(worker) - allBefore;
    long inSrtp = srtp.allocatedBytes() - inSrtpBefore;
    LOG.info(
        "Forwarding {} packets allocated {} bytes per packet, of which {} in SRTP and {} in Weir",
        FORWARDED,
        perPacket(all),
        perPacket(inSrtp),
        perPacket(all - inSrtp));
    return all - inSrtp;
  }

  /** Without ICE checks the server would tell signaling that they fell silent, by an object. */
  private static void showThatTheyAreThere(List<Member> viewers) throws IOException {
    for (Member viewer : viewers) {
      viewer.client().skipReceived();
      viewer.client().check();
    }
  }

  /** Sends packets to be forwarded and waits until all have been. */
  private void forward(ServerFixture fixture, Member publisher) throws IOException {
    long received = fixture.server.count(PacketCounter.RECEIVED);
    long sent = fixture.server.count(PacketCounter.SENT);
    for (int i = 1; i <= FORWARDED / VIEWERS; i++) {
      boolean key = i == 1;
      publisher.client().sendRtp(publisher.videoPacket(sequence++, key, PAYLOAD_BYTES));
      if (i % BURST == 0) {
        fixture.awaitCount(PacketCounter.RECEIVED, received + i);
      }
    }
    fixture.awaitCount(PacketCounter.SENT, sent + FORWARDED);
  }

  private static long workerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("media-0"))
        .findFirst()
        .orElseThrow()
        .threadId();
  }

  private static String perPacket(long bytes) {
    return String.format("%.3f", (double) bytes / FORWARDED);
  }
}
