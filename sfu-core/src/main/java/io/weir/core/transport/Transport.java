package io.weir.core.transport;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.PublisherLimits;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TransportParameters;
import io.weir.core.control.TransportState;
import io.weir.core.control.TransportStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.ice.IceLiteAgent;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.stream.SourceClock;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One ICE, DTLS and SRTP association with a client, and the RTP streams on it. Worker thread only;
 * sends through its context and never throws for anything that the network brings.
 */
public final class Transport {
  /** After so long without an authentic packet the client is thought to be gone. */
  public static final long IDLE_NS = 15_000_000_000L;

  /** More than twice of what is sent is not looked for: nobody would use it. */
  private static final double WANTED_FACTOR = 2;

  /** More than video needs, for sound, retransmissions and an allocator that leaves a margin. */
  private static final double VIDEO_HEADROOM = 1.3;

  private final TransportContext context;
  private final PacketCounters counters;
  private final Listener listener;
  private final IceLiteAgent ice;
  private final DtlsEngine dtls;
  private final DtlsDatagrams datagrams;
  private final SecureOutput output;
  private final SecureInput input;
  private final ReceiverTable receivers = new ReceiverTable();
  private final SenderTable senders = new SenderTable();
  private final BandwidthEstimator link;
  private final ProbeSender probes;
  private final PacedOutput paced;
  private final RtcpHandler rtcp;
  private final RtcpReports reports;
  private final SourceClock.Peer peerClock = new SourceClock.Peer();
  private final TransportMeter meter;

  private TransportParameters parameters;
  private TransportState state = TransportState.NEW;
  private long wantedVideoBps;
  private long lastReceivedNs;
  private boolean idle;
  private boolean closed;
  private long announcedDeadlineNs = Long.MAX_VALUE;

  /** Hears what happens on a transport, from inside its methods. */
  public interface Listener {
    /** A subscriber needs a key frame in a slot. */
    void onKeyFrameRequested(RtpSender sender, long nowNs);

    /**
     * Packets of a slot were given up because the link got too slow: it can go on with a key frame
     * only.
     */
    void onGivenUp(RtpSender sender, long nowNs);

    /**
     * The link was found to carry much less than before, or to have a limit at all: what slots are
     * sent must be looked at at once.
     */
    void onLinkLimited(long nowNs);

    /** The association came further, or ended. */
    void onStateChanged(TransportState state);

    /** The client fell silent, or is heard again. */
    void onIdleChanged(boolean idle);

    /** {@link Transport#nextDeadlineNs} is earlier than it was. */
    void onDeadline(long deadlineNs);
  }

  /** Opens a transport, which waits for the client's first check. */
  public Transport(
      TransportContext context, TransportParameters parameters, Listener listener, long nowNs) {
    this.context = context;
    this.counters = context.counters();
    this.listener = listener;
    this.parameters = parameters;
    this.ice =
        new IceLiteAgent(
            parameters.local(),
            parameters.remote(),
            counters,
            new TransportPaths(context.index(), this));
    this.dtls = context.dtls().open(parameters.remoteFingerprints(), context.index().wakeUp(this));
    this.datagrams = new DtlsDatagrams(context, dtls, ice);
    this.output = new SecureOutput(context);
    this.meter = new TransportMeter(output, receivers, senders);
    this.link = output.link();
    this.probes = new ProbeSender(link, senders);
    this.paced = new PacedOutput(context, output, listener);
    this.rtcp = new RtcpHandler(context, receivers, senders, listener, link);
    this.input = new SecureInput(context, this, output, receivers, rtcp, paced, meter);
    this.reports = new RtcpReports(context, output, receivers, senders, input.arrivals());
    this.lastReceivedNs = nowNs;
    announceDeadline();
  }

  /** How far the association is. */
  public TransportState state() {
    return state;
  }

  /** Why DTLS failed, for people; null unless the state is {@code FAILED}. */
  public @Nullable String failure() {
    return dtls.failure();
  }

  /** Takes a later offer's parameters: new local credentials restart ICE (RFC 8445 §9). */
  public void update(TransportParameters next) {
    if (closed) {
      return;
    }
    if (!next.local().equals(parameters.local())) {
      ice.restart(next.local(), next.remote());
    }
    parameters = next;
  }

  /** Limits what the client may send. */
  public void limit(PublisherLimits limits) {
    input.limit(limits.bitsPerSecond());
    receivers.maxSsrcs(limits.ssrcs());
  }

  /** Receives a published m-line. */
  public RtpReceiver addReceiver(RtpParameters published, long nowNs) {
    RtpReceiver receiver = receiver(published);
    receivers.add(receiver, nowNs);
    return receiver;
  }

  /** Receives an m-line by other parameters from now on; what it received so far is forgotten. */
  public RtpReceiver replaceReceiver(RtpReceiver before, RtpParameters published, long nowNs) {
    RtpReceiver receiver = receiver(published);
    receivers.replace(before, receiver, nowNs);
    return receiver;
  }

  private RtpReceiver receiver(RtpParameters published) {
    int extension = published.extensionId(HeaderExtensionId.TRANSPORT_CC);
    if (extension != RtpParameters.NO_EXTENSION) {
      input.numberedBy(extension);
    }
    return new RtpReceiver(context, this, published, peerClock);
  }

  /** No longer receives an m-line. */
  public void removeReceiver(RtpReceiver receiver) {
    receivers.remove(receiver);
  }

  /** Sends to a slot. */
  public RtpSender addSender(RtpParameters slot, long nowNs) {
    RtpSender sender = new RtpSender(context, this, output, slot, nowNs);
    senders.add(sender);
    if (sender.hasFeedback()) {
      link.negotiated(true);
      paced.update(nowNs);
    }
    return sender;
  }

  /** No longer sends to a slot. */
  public void removeSender(RtpSender sender) {
    senders.remove(sender);
    paced.forget(sender);
    if (state == TransportState.CONNECTED) {
      reports.sendBye(sender.ssrc());
    }
  }

  /** Answers a validated check; the packet stays the caller's. */
  public void handleBindingRequest(StunBindingValidator request, Packet packet, long nowNs) {
    if (closed) {
      return;
    }
    DatagramSender sender = context.sender();
    long out = sender.reserve(StunWriter.MAX_LENGTH);
    int length = ice.handleBindingRequest(request, packet, sender.segment(), out, nowNs);
    if (length > 0) {
      sender.commit(length, ice.pathOf(packet));
      heard(packet, nowNs);
    }
    announceDeadline();
  }

  /** One of its paths is no more: the TCP connection ended. */
  public void handlePathLost(NetworkPath path) {
    if (!closed) {
      ice.handlePathLost(path);
      announceDeadline();
    }
  }

  /** Takes a datagram from one of its paths, with the worker's reference to it. */
  public void handlePacket(Packet packet, long nowNs) {
    if (closed || packet.length == 0) {
      drop(packet, PacketCounter.TOO_SHORT);
      return;
    }
    switch (Demultiplexer.classify(Bytes.u8(packet.segment(), packet.offset))) {
      case RTP_OR_RTCP -> input.handlePacket(packet, nowNs);
      case DTLS -> {
        datagrams.handlePacket(packet, nowNs);
        handleDtlsProgress(nowNs);
      }
      case STUN, UNKNOWN -> drop(packet, PacketCounter.UNKNOWN_PROTOCOL);
    }
  }

  /** Sends what DTLS computed elsewhere, and takes over its keys once it has them. */
  public void handleDtlsProgress(long nowNs) {
    if (closed) {
      return;
    }
    datagrams.flush();
    switch (dtls.state()) {
      case CONNECTED -> {
        SrtpKeys keys = dtls.keys();
        if (output.session() == null && keys != null) {
          connected(keys, nowNs);
        }
      }
      case FAILED -> {
        if (state != TransportState.FAILED) {
          counters.increment(PacketCounter.HANDSHAKES_FAILED);
          input.close();
          change(TransportState.FAILED);
        }
      }
      case CLOSED -> {
        // The peer said goodbye: it wants nothing more.
        endMedia();
        change(TransportState.CLOSED);
      }
      case HANDSHAKING -> {}
    }
    announceDeadline();
  }

  /** Lets timers run. */
  public void handleTimeout(long nowNs) {
    if (closed) {
      return;
    }
    ice.handleTimeout(nowNs);
    if (dtls.nextDeadlineNs() - nowNs <= 0) {
      dtls.handleTimeout(nowNs);
    }
    if (state != TransportState.CONNECTED) {
      handleDtlsProgress(nowNs); // Also what an error kept from being taken over in its turn.
    }
    if (reports.handleTimeout(nowNs)) {
      meter.sample(nowNs);
      paced.sample(nowNs);
      updateWanted();
      link.lookForMore(nowNs);
    }
    link.handleTimeout(nowNs);
    paced.update(nowNs);
    paced.handleTimeout(nowNs);
    probes.handleTimeout(nowNs);
    if (!idle && nowNs - lastReceivedNs >= IDLE_NS) {
      idle = true;
      listener.onIdleChanged(true);
    }
    announcedDeadlineNs = nextDeadlineNs();
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    if (closed) {
      return Long.MAX_VALUE;
    }
    long deadline = Math.min(ice.nextDeadlineNs(), dtls.nextDeadlineNs());
    deadline = Math.min(deadline, reports.nextDeadlineNs());
    deadline = Math.min(deadline, Math.min(link.nextDeadlineNs(), probes.nextDeadlineNs()));
    deadline = Math.min(deadline, paced.nextDeadlineNs());
    return idle ? deadline : Math.min(deadline, lastReceivedNs + IDLE_NS);
  }

  /** Video would take so much of the link if there were no limit, in bit/s. */
  public void wanted(long videoBps) {
    wantedVideoBps = videoBps;
    updateWanted();
  }

  private void updateWanted() {
    long media = (long) (WANTED_FACTOR * meter.mediaBps());
    link.wanted(Math.max(media, (long) (wantedVideoBps * VIDEO_HEADROOM)));
  }

  /** What the link to the client carries. */
  public BandwidthEstimator link() {
    return link;
  }

  /** What happened on it so far. */
  public TransportStatistics statistics() {
    return meter.statistics(
        state, idle, ice.selectedPath(), rtcp.roundTripNs(), link, paced.statistics());
  }

  /** Says goodbye and frees everything; nothing is heard of it afterwards. */
  public void close() {
    if (closed) {
      return;
    }
    if (state == TransportState.CONNECTED) {
      List<RtpSender> all = senders.senders();
      for (int i = 0; i < all.size(); i++) {
        reports.sendBye(all.get(i).ssrc());
      }
    }
    dtls.close();
    datagrams.flush();
    release();
  }

  /** Ends it without a goodbye, after a defect of ours that a goodbye might meet again. */
  public void fail() {
    if (!closed) {
      release();
      change(TransportState.FAILED);
    }
  }

  void sendPictureLoss(int mediaSsrc) {
    if (output.session() != null) {
      reports.sendPictureLoss(mediaSsrc);
    }
  }

  private void release() {
    closed = true;
    dtls.close();
    input.close();
    endMedia();
    ice.close();
  }

  private void endMedia() {
    reports.stop();
    output.session(null);
    meter.end();
  }

  private void connected(SrtpKeys keys, long nowNs) {
    output.session(context.srtp().open(keys, PublisherLimits.MAX_SSRCS));
    meter.onConnected(keys.profile());
    counters.increment(PacketCounter.HANDSHAKES_COMPLETED);
    reports.start(nowNs);
    change(TransportState.CONNECTED);
    input.handleEarly(nowNs);
  }

  /** An authentic packet came. */
  void heard(Packet packet, long nowNs) {
    lastReceivedNs = nowNs;
    ice.onPacket(packet, nowNs);
    if (idle) {
      idle = false;
      listener.onIdleChanged(false);
    }
  }

  private void change(TransportState next) {
    if (state != next) {
      state = next;
      listener.onStateChanged(next);
    }
  }

  void announceDeadline() {
    announce(nextDeadlineNs());
  }

  /** The same after the client's feedback, which brings forward nothing but this. */
  void announceLinkDeadline() {
    long deadline = Math.min(link.nextDeadlineNs(), probes.nextDeadlineNs());
    announce(Math.min(deadline, paced.nextDeadlineNs()));
  }

  /** Something is to be done then, if not earlier; spares most packets a look at everything. */
  void announce(long deadlineNs) {
    if (!closed && deadlineNs < announcedDeadlineNs) {
      announcedDeadlineNs = deadlineNs;
      listener.onDeadline(deadlineNs);
    }
  }

  private void drop(Packet packet, PacketCounter reason) {
    counters.increment(reason);
    context.recycler().recycle(packet);
  }

  /** ICE selected another path, or lost the one that it had. */
  void onPathChanged() {
    output.path(ice.selectedPath());
  }

  /** ICE selected a path. */
  void onPathSelected() {
    onPathChanged();
    if (state == TransportState.NEW) {
      change(TransportState.CONNECTING);
    }
  }
}
