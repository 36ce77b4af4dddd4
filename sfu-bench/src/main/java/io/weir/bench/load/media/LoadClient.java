package io.weir.bench.load.media;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.ClientState;
import io.weir.bench.load.measure.JoinMilestones;
import io.weir.core.buffer.Packet;
import io.weir.core.control.IceCandidate;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client: its association, its streams, its bad network. The methods of {@link MediaClient} may
 * be called by any thread, all others by the client's media thread.
 */
final class LoadClient extends TimerHeap.Timer implements MediaClient, Association.Owner {
  private final ThreadContext context;
  private final MediaThread thread;
  private final ClientMedia media;
  private final LocalMedia local;
  private final long joinStartNs;
  private final ClientAddress address;
  private final Association association;
  private final ClientStreams streams;
  private final @Nullable ImpairedLink downlink;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final AtomicBoolean pollScheduled = new AtomicBoolean();
  private boolean closed;

  private long connectNs = JoinMilestones.NEVER;
  private long iceNs = JoinMilestones.NEVER;
  private long dtlsNs = JoinMilestones.NEVER;
  private long firstSentNs = JoinMilestones.NEVER;
  private long firstPacketNs = JoinMilestones.NEVER;
  private long firstFrameNs = JoinMilestones.NEVER;

  /** A client with an address of its own. Media thread only. */
  LoadClient(MediaThread thread, OpenRequest request, Identities identities, ClientPorts ports)
      throws IOException {
    this.thread = thread;
    context = thread.context();
    media = request.media();
    joinStartNs = request.joinStartNs();
    address = ports.open(this, request.bindAddress());
    local = identities.describe(media, address, context.dtls().localFingerprint());
    association = new Association(context, this, media, address, local.ice(), this::schedulePoll);
    streams = new ClientStreams(context, media, local, identities.sources(local), association);
    downlink =
        media.downlink().isNone() ? null : new ImpairedLink(media.downlink(), media.seed() ^ 2);
    context.meter().opened++;
  }

  @Override
  public String name() {
    return media.name();
  }

  @Override
  public LocalMedia local() {
    return local;
  }

  @Override
  public CompletableFuture<Void> connect(RemoteMedia remote) {
    long calledNs = System.nanoTime();
    run(nowNs -> {
      connectNs = calledNs - joinStartNs;
      take(remote, nowNs);
    });
    return connected;
  }

  @Override
  public void update(RemoteMedia remote) {
    run(nowNs -> take(remote, nowNs));
  }

  @Override
  public void addCandidate(IceCandidate candidate) {
    run(nowNs -> association.addCandidate(candidate));
  }

  @Override
  public void setSending(boolean audio, boolean video) {
    run(nowNs -> streams.setSending(audio, video, nowNs));
  }

  @Override
  public CompletableFuture<ClientSnapshot> snapshot() {
    return thread.submit(this::takeSnapshot);
  }

  @Override
  public void close() {
    run(this::closeNow);
  }

  /** Its figures. */
  ClientSnapshot takeSnapshot() {
    return new ClientSnapshot(
        media.name(),
        association.state(),
        association.failure(),
        new JoinMilestones(connectNs, iceNs, dtlsNs, firstSentNs, firstPacketNs, firstFrameNs),
        connectedForNs(),
        association.srtpProfile(),
        streams.sent(),
        streams.received());
  }

  private long connectedForNs() {
    return dtlsNs == JoinMilestones.NEVER
        ? JoinMilestones.NEVER
        : System.nanoTime() - joinStartNs - dtlsNs;
  }

  /** Takes a datagram from the socket. */
  void handleDatagram(Packet packet, long nowNs) {
    if (downlink == null) {
      handle(packet, nowNs);
      return;
    }
    downlink.offer(
        packet.segment(),
        packet.offset,
        packet.length,
        packet.sourceHigh,
        packet.sourceLow,
        packet.sourcePort,
        nowNs);
    context.timers().lower(this, downlink.nextDeadlineNs());
  }

  @Override
  void handleTimeout(long nowNs) {
    if (downlink != null) {
      downlink.handleTimeout(nowNs, this::deliver);
    }
    association.handleTimeout(nowNs);
    streams.handleTimeout(nowNs);
    if (firstSentNs == JoinMilestones.NEVER && streams.hasSent()) {
      firstSentNs = nowNs - joinStartNs;
    }
    reschedule();
  }

  /** Only feedback may be due earlier than before because of a packet. */
  @Override
  public void onRtp(Packet packet, long nowNs) {
    if (firstPacketNs == JoinMilestones.NEVER) {
      firstPacketNs = nowNs - joinStartNs;
    }
    if (streams.handleRtp(packet, nowNs) && firstFrameNs == JoinMilestones.NEVER) {
      firstFrameNs = nowNs - joinStartNs;
    }
    long feedbackNs = streams.nextFeedbackNs();
    if (feedbackNs != TimerHeap.NEVER) {
      context.timers().lower(this, feedbackNs);
    }
  }

  @Override
  public void onReplay(Packet packet) {
    streams.handleReplay(packet);
  }

  @Override
  public void onRtcp(MemorySegment segment, long offset, int length, long nowNs) {
    streams.handleRtcp(segment, offset, length, nowNs);
  }

  @Override
  public void onState(ClientState state, long nowNs) {
    switch (state) {
      case HANDSHAKING -> iceNs = nowNs - joinStartNs;
      case CONNECTED -> {
        dtlsNs = nowNs - joinStartNs;
        context.meter().connected++;
        streams.start(nowNs);
        connected.completeAsync(() -> null);
      }
      case FAILED -> {
        context.meter().failed++;
        connected.completeExceptionally(new MediaException(association.failure()));
      }
      default -> {}
    }
  }

  private void take(RemoteMedia remote, long nowNs) {
    if (!closed) {
      streams.apply(remote.sections());
      association.start(remote, nowNs);
    }
  }

  private void handle(Packet packet, long nowNs) {
    if (!association.handlePacket(packet, nowNs)) {
      reschedule();
    }
  }

  private void deliver(
      MemorySegment segment, long offset, int length, long high, long low, int port, long nowNs) {
    Packet packet = context.spare();
    packet.offset = packet.base();
    packet.length = length;
    packet.arrivalNs = nowNs;
    packet.sourceHigh = high;
    packet.sourceLow = low;
    packet.sourcePort = port;
    MemorySegment.copy(segment, offset, packet.segment(), packet.offset, length);
    boolean ignored = association.handlePacket(packet, nowNs);
  }

  private void schedulePoll() {
    if (pollScheduled.compareAndSet(false, true)) {
      run(nowNs -> {
        pollScheduled.set(false);
        association.pollDtls(nowNs);
      });
    }
  }

  private void closeNow(long nowNs) {
    if (closed) {
      return;
    }
    closed = true;
    streams.sayGoodbye(nowNs);
    association.close(nowNs);
    context.output().flush();
    context.meter().closed++;
    context.timers().set(this, TimerHeap.NEVER);
    thread.forget(this, address);
    connected.completeExceptionally(new MediaException("The client was closed"));
  }

  private void reschedule() {
    context.timers().set(this, closed ? TimerHeap.NEVER : deadline());
  }

  private long deadline() {
    long deadlineNs = Deadlines.earlier(association.nextDeadlineNs(), streams.nextDeadlineNs());
    return downlink == null ? deadlineNs : Deadlines.earlier(deadlineNs, downlink.nextDeadlineNs());
  }

  private void run(ClientTask task) {
    context
        .tasks()
        .execute(() -> {
          task.run(System.nanoTime());
          reschedule();
        });
  }

  /** Something to do on the media thread. */
  @FunctionalInterface
  private interface ClientTask {
    void run(long nowNs);
  }
}
