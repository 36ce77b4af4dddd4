package io.weir.core.testkit;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import io.weir.core.control.TransportParameters;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.rtp.RtpParser;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.stun.UsernameFragments;
import io.weir.core.testkit.model.StreamJudge;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Consumer;

/**
 * A participant in virtual time, over a simulated network: joins and negotiates, checks its path,
 * and lets a {@link SimulatedPublisher} send what it publishes and a {@link SimulatedViewer} take
 * what it watches and hears. One thread.
 */
public final class SimulatedClient {
  private static final long START_NS = 100_000_000L;
  private static final long CHECK_NS = 2_500_000_000L;
  private static final long TICK_NS = 5_000_000L;
  private static final long REPORT_NS = 1_000_000_000L;

  private final String room;
  private final int id;
  private final SimulatedWorker worker;
  private final NetworkPath path;
  private final SimulatedLink toServer;
  private final SimulatedLink toClient;
  private final IceParameters local;
  private final IceParameters remote;
  private final StunClient ice;
  private final DtlsFingerprint fingerprint;
  private final SimulatedSecureLink link;
  private final ForwardedPackets forwarded;
  private final SimulatedPublisher publisher;
  private final SimulatedViewer viewer;
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 1);
  private final RtcpReader reader = new RtcpReader();
  private boolean connected;
  private boolean silent;
  private long nextCheckNs;
  private long nextReportNs;
  private long nextTickNs;

  /** A client of a worker, behind links of its own. */
  public SimulatedClient(
      String room,
      int id,
      SimulatedWorker worker,
      SrtpEngine engine,
      NetworkSimulator network,
      NetworkSimulator.Conditions conditions) {
    this.room = room;
    this.id = id;
    this.worker = worker;
    this.path = NetworkPath.ofIpv4(0, 0x0A00_0000 | id, 40_000 + id);
    this.toServer =
        network.link(conditions, (datagram, now) -> worker.receive(path, datagram, now));
    this.toClient = network.link(conditions, this::receive);
    this.local = new IceParameters("client" + id, "clientpasswordclientpassword");
    this.remote =
        new IceParameters(
            UsernameFragments.format(0x1234_0000L + id), "serverpasswordserverpassword");
    this.ice = new StunClient(local, remote, id);
    this.fingerprint = new DtlsFingerprint("sha-256", "FINGERPRINT:" + id);
    this.link =
        new SimulatedSecureLink(engine.open(AgreedDtls.clientKeys(fingerprint), 64), toServer);
    this.forwarded = new ForwardedPackets(engine, AgreedDtls.clientKeys(fingerprint));
    this.publisher = new SimulatedPublisher(id, link);
    this.viewer = new SimulatedViewer(id, link, forwarded);
    toClient.watch((datagram, now) -> forwarded.handle(datagram));
    worker.connect(path, toClient);
  }

  /** Where it is. */
  public NetworkPath path() {
    return path;
  }

  /** Who this is. */
  public int id() {
    return id;
  }

  /** The way from it to the server. */
  public SimulatedLink uplink() {
    return toServer;
  }

  /** The way from the server to it. */
  public SimulatedLink downlink() {
    return toClient;
  }

  /** Its link's two directions. */
  public void conditions(NetworkSimulator.Conditions conditions) {
    toServer.conditions(conditions);
    toClient.conditions(conditions);
  }

  /** Its camera, in the highest resolution. */
  public SimulatedVideo video() {
    if (publisher.videos().isEmpty()) {
      throw new IllegalStateException("client " + id + " does not publish");
    }
    return publisher.videos().getLast();
  }

  /** One encoding of its camera. */
  public SimulatedVideo video(int encoding) {
    return publisher.videos().get(encoding);
  }

  /** The number of its microphone's track. */
  public int audioTrack() {
    return publisher.audioTrack();
  }

  /** Its camera's packets take longer than its other ones from now on. */
  public void delayVideo(long delayNs) {
    publisher.delayVideo(delayNs);
  }

  /** Says that a stream of its camera ends or pauses. */
  public void sayBye(SimulatedVideo of, long nowNs) {
    publisher.sayBye(of, nowNs);
  }

  /** Transport-wide feedback packets received. */
  public int transportFeedback() {
    return publisher.transportFeedback();
  }

  /** Key frames that it was asked for. */
  public int keyFrameRequests() {
    return publisher.keyFrameRequests();
  }

  /** The m-line of a slot. */
  public static String slotMid(int index) {
    return "s" + index;
  }

  /** Its slot of an index. */
  public SimulatedSlot slot(int index) {
    return viewer.slot(index);
  }

  /** Its audio slot of an index. */
  public SimulatedAudioSlot audioSlot(int index) {
    return viewer.audioSlot(index);
  }

  /** What is to be said of all that was sent to it in a slot. */
  public StreamJudge.Report judge(int slot) {
    return viewer.judge(slot);
  }

  /** Shows {@code next} every further video packet on its way to it, decrypted. */
  public void recordForwarded(Consumer<byte[]> next) {
    forwarded.record(next);
  }

  /** What it tells of when packets arrive. */
  public SimulatedFeedback feedback() {
    return viewer.feedback();
  }

  /**
   * For each sender report of a video slot received: its RTP timestamp less what its NTP time
   * stands for.
   */
  public List<Long> senderReportLines() {
    return viewer.senderReportLines();
  }

  /**
   * By how much the sound in an audio slot is late against the picture in a video slot, both played
   * as their sender reports say (RFC 3550 §6.4.1).
   */
  public long soundBehindPictureNs(int audioIndex, int videoIndex, SimulatedClient of) {
    return viewer.soundBehindPictureNs(audioIndex, videoIndex, of.video());
  }

  /** Enters the room. */
  public void join(SimulatedMedia media, long nowNs) {
    publisher.add(media, nowNs + START_NS);
    viewer.add(media);
    worker.room().handle(new Command.AddParticipant(room, id), nowNs);
    negotiate(nowNs);
    nextCheckNs = nowNs;
    nextReportNs = nowNs + REPORT_NS;
    nextTickNs = nowNs;
  }

  /** Offers the same again, its tracks muted or not. */
  public void offerAgain(boolean muted, long nowNs) {
    publisher.mute(muted);
    negotiate(nowNs);
  }

  /** Sends its camera with another codec from now on, and offers that. */
  public void changeCodec(SimulatedCodec next, long nowNs) {
    publisher.changeCodec(next);
    negotiate(nowNs);
  }

  /** Offers again with video slots that decode other codecs than before. */
  public void offerSlots(List<SimulatedCodec> decodes, long nowNs) {
    viewer.decode(decodes);
    negotiate(nowNs);
  }

  /** Offers its video slots again, without retransmissions of their own SSRC. */
  public void offerSlotsWithoutRtx(long nowNs) {
    viewer.withoutRtx();
    negotiate(nowNs);
  }

  private void negotiate(long nowNs) {
    TransportParameters transport = new TransportParameters(remote, local, List.of(fingerprint));
    worker
        .room()
        .handle(
            new Command.Negotiate(room, id, transport, publisher.tracks(), viewer.offered()),
            nowNs);
  }

  /** Leaves the room. */
  public void leave(long nowNs) {
    silent = true;
    worker.room().handle(new Command.RemoveParticipant(room, id), nowNs);
  }

  /** Stops sending anything, as a client does whose machine died. */
  public void vanish() {
    silent = true;
  }

  /** When {@link #handleTimeout} has something to do next. */
  public long nextDeadlineNs() {
    return silent ? Long.MAX_VALUE : nextTickNs;
  }

  /** Lets its timers run. */
  public void handleTimeout(long nowNs) {
    if (silent || nextTickNs - nowNs > 0) {
      return;
    }
    nextTickNs = nowNs + TICK_NS;
    if (nextCheckNs - nowNs <= 0) {
      nextCheckNs = nowNs + (connected ? CHECK_NS : 50_000_000L);
      toServer.send(ice.nominate(), nowNs);
    }
    if (connected) {
      boolean reportIsDue = nextReportNs - nowNs <= 0;
      publisher.send(reportIsDue, nowNs);
      nextReportNs = reportIsDue ? nowNs + REPORT_NS : nextReportNs;
      viewer.send(nowNs);
    }
  }

  private void receive(byte[] datagram, long nowNs) {
    if (silent) {
      return;
    }
    if (StunClient.isStun(datagram)) {
      connect(nowNs);
      return;
    }
    Packet packet = RtpPacketBuilder.place(pool, datagram);
    if (!RtpPacketType.isRtcp(datagram[1] & 0xFF)) {
      if (link.openRtp(packet) && RtpParser.parse(packet)) {
        viewer.receive(packet, nowNs);
      }
    } else if (link.openRtcp(packet)) {
      receiveRtcp(packet, nowNs);
    }
    pool.release(packet);
  }

  private void connect(long nowNs) {
    if (!connected) {
      connected = true;
      toServer.send(AgreedDtls.hello(), nowNs);
      // A hello may be lost; this handshake has no flights of its own.
      toServer.send(AgreedDtls.hello(), nowNs + TICK_NS);
      toServer.send(AgreedDtls.hello(), nowNs + 2 * TICK_NS);
    }
  }

  private void receiveRtcp(Packet packet, long nowNs) {
    if (!reader.wrap(packet.segment(), packet.offset, packet.length)) {
      throw new AssertionError("malformed RTCP");
    }
    while (reader.next()) {
      if (reader.packetType() == RtcpPacketType.SENDER_REPORT) {
        viewer.takeSenderReport(reader);
      } else {
        publisher.takeFeedback(reader, nowNs);
      }
    }
  }
}
