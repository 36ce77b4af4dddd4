package io.weir.core.handshake;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One association. The methods of {@link DtlsEngine} belong to the worker's thread and never wait;
 * {@link #handshake} and {@link #readRecords} run on the factory's threads.
 *
 * <p>Bouncy Castle's handshakes block, so a server's first datagram, and a client's start, claims a
 * thread, which is free again when keys are agreed or refused. From then on the association holds
 * no thread: each datagram that arrives (close_notify, or the peer's last flight once more, because
 * ours was lost) schedules one turn of {@link #readRecords} on the factory's single record thread.
 * In that turn Bouncy Castle reads what is queued, and the empty queue ends its otherwise blocking
 * loop with an exception that leaves the association intact. Ten thousand established associations
 * need one thread, and that only when they have something to say.
 */
final class BouncyCastleDtlsEngine implements DtlsEngine {
  /** Datagrams of one association that are read before the next one's turn. */
  private static final int READS_PER_TURN = 32;

  /** Any value but 0, which would mean for ever; reading never waits that long. */
  private static final int READ_WAIT_MILLIS = 1;

  private final BouncyCastleDtlsFactory factory;
  private final DtlsRole role;
  private final List<DtlsFingerprint> expected;
  private final Runnable wakeUp;
  private final DatagramQueues datagrams;
  private final AtomicReference<Outcome> outcome =
      new AtomicReference<>(new Outcome(DtlsState.HANDSHAKING, null, null));
  private final AtomicBoolean readScheduled = new AtomicBoolean();
  private volatile @Nullable DtlsPeer peer;
  private volatile @Nullable DTLSTransport transport;
  private volatile long startNs;
  private boolean started;

  BouncyCastleDtlsEngine(
      BouncyCastleDtlsFactory factory,
      DtlsRole role,
      List<DtlsFingerprint> expected,
      Runnable wakeUp) {
    this.factory = factory;
    this.role = role;
    this.expected = List.copyOf(expected);
    this.wakeUp = wakeUp;
    datagrams = new DatagramQueues(factory.limits().queuedDatagrams(), role, wakeUp);
  }

  @Override
  public boolean handlePacket(MemorySegment segment, long offset, int length, long nowNs) {
    DtlsState state = state();
    if (state == DtlsState.FAILED || state == DtlsState.CLOSED) {
      return false;
    }
    byte[] datagram = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, datagram, 0, length);
    if (!datagrams.offer(datagram)) {
      return false;
    }
    if (!started) {
      start();
    } else if (state() == DtlsState.CONNECTED) {
      scheduleRead();
    }
    return true;
  }

  /** Begins the handshake: a client at once, a server with its first datagram. */
  void start() {
    started = true;
    startHandshake();
  }

  /** Bouncy Castle's timers run on the handshake's thread. */
  @Override
  public void handleTimeout(long nowNs) {}

  @Override
  public long nextDeadlineNs() {
    return Long.MAX_VALUE;
  }

  @Override
  public void poll(Output output) {
    byte[] datagram = datagrams.poll();
    while (datagram != null) {
      output.transmit(MemorySegment.ofArray(datagram), 0, datagram.length);
      datagram = datagrams.poll();
    }
  }

  @Override
  public DtlsState state() {
    return outcome.get().state();
  }

  @Override
  public @Nullable SrtpKeys keys() {
    return outcome.get().keys();
  }

  @Override
  public @Nullable String failure() {
    return outcome.get().failure();
  }

  @Override
  public void close() {
    Outcome before = outcome.getAndUpdate(Outcome::closed);
    if (before.state() == DtlsState.FAILED || before.state() == DtlsState.CLOSED) {
      return;
    }
    DtlsPeer open = peer;
    if (open != null) {
      try {
        open.abandon();
      } catch (IOException ignored) {
        // The peer will notice by silence.
      }
    }
    datagrams.cancel();
  }

  private void startHandshake() {
    startNs = System.nanoTime();
    try {
      factory.handshakeThreads().execute(this::handshake);
    } catch (RejectedExecutionException full) {
      finish(Outcome.failed("Too many DTLS handshakes are under way"));
    }
  }

  private void handshake() {
    Duration limit = factory.limits().timeLimit();
    long left = limit.toMillis() - (System.nanoTime() - startNs) / 1_000_000;
    if (state() != DtlsState.HANDSHAKING) {
      return;
    }
    if (left <= 0) {
      finish(Outcome.failed(tookTooLong()));
      return;
    }
    DtlsPeer end = factory.newPeer(role, expected, (int) left);
    peer = end;
    try {
      DTLSTransport established = end.establish(datagrams);
      transport = established;
      datagrams.stopBlocking();
      datagrams.flush(); // The last flight, before the worker knows that there are keys.
      finish(new Outcome(DtlsState.CONNECTED, end.keys(), null));
      if (datagrams.hasInbound()) {
        scheduleRead();
      }
    } catch (IOException | RuntimeException refused) {
      datagrams.flush();
      finish(Outcome.failed(sentence(end, refused)));
    }
  }

  private void scheduleRead() {
    if (readScheduled.compareAndSet(false, true)) {
      try {
        factory.recordThread().execute(this::readRecords);
      } catch (RejectedExecutionException shuttingDown) {
        readScheduled.set(false);
      }
    }
  }

  private void readRecords() {
    readScheduled.set(false);
    DTLSTransport established = transport;
    DtlsPeer end = peer;
    if (established == null || end == null || state() != DtlsState.CONNECTED) {
      return;
    }
    byte[] data = new byte[datagrams.getReceiveLimit()];
    try {
      for (int i = 0; i < READS_PER_TURN; i++) {
        // Application data means nothing until data channels exist.
        int ignored = established.receive(data, 0, data.length, READ_WAIT_MILLIS);
      }
      scheduleRead();
    } catch (DatagramQueues.NothingToRead expected) {
      datagrams.flush();
    } catch (IOException | RuntimeException fatal) {
      datagrams.flush();
      finish(outcome.get().closed());
    }
    if (end.closeNotified()) {
      finish(outcome.get().closed());
    }
  }

  /** Tells the worker how it went, unless the worker has closed the association meanwhile. */
  private void finish(Outcome result) {
    Outcome before = outcome.getAndUpdate(now -> now.state() == DtlsState.CLOSED ? now : result);
    if (before.state() != DtlsState.CLOSED) {
      wakeUp.run();
    }
  }

  private String sentence(DtlsPeer end, Exception cause) {
    String refusal = end.refusal();
    if (refusal != null) {
      return refusal;
    }
    return switch (cause) {
      case TlsTimeoutException timeout -> tookTooLong();
      case TlsFatalAlertReceived alert ->
          "The peer ended the DTLS handshake with alert "
              + AlertDescription.getText(alert.getAlertDescription());
      default -> "The DTLS handshake failed: " + cause.getMessage();
    };
  }

  private String tookTooLong() {
    return "The DTLS handshake took longer than "
        + factory.limits().timeLimit().toMillis() / 1_000.0
        + " s";
  }

  /** What the worker sees, all at once. */
  private record Outcome(DtlsState state, @Nullable SrtpKeys keys, @Nullable String failure) {
    static Outcome failed(String sentence) {
      return new Outcome(DtlsState.FAILED, null, sentence);
    }

    Outcome closed() {
      return state == DtlsState.FAILED ? this : new Outcome(DtlsState.CLOSED, keys, null);
    }
  }
}
