package io.weir.bench.load.media;

import io.weir.bench.load.measure.ClientState;
import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import io.weir.core.transport.Demultiplexer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's ICE, DTLS and SRTP put together: finds a path, agrees on keys, encrypts what its
 * streams send and decrypts what comes. Media thread only.
 */
final class Association {
  /** As many as a conference of 300 tiles sends, with retransmissions. */
  private static final int MAX_REMOTE_SSRCS = 1_024;

  /** Packets that overtake the end of the handshake and wait for keys. */
  private static final int MAX_EARLY = 64;

  private final ThreadContext context;
  private final Owner owner;
  private final ClientAddress address;
  private final @Nullable ImpairedLink uplink;
  private final DtlsSetup wantedSetup;
  private final IceAgent ice;
  private final Runnable wakeUp;

  private ClientState state = ClientState.NEW;
  private String failure = "";
  private @Nullable RemoteMedia remote;
  private @Nullable IcePair path;
  private @Nullable DtlsEngine dtls;
  private @Nullable SrtpSession srtp;
  private String srtpProfile = "";
  private List<byte[]> early = new ArrayList<>();

  /** Whose association it is. */
  interface Owner {
    /** An RTP packet that authenticated; not parsed yet. */
    void onRtp(Packet packet, long nowNs);

    /** An RTP packet that SRTP refused, because its index was used before or is too old. */
    void onReplay(Packet packet);

    /** An RTCP compound packet that authenticated. */
    void onRtcp(MemorySegment segment, long offset, int length, long nowNs);

    /** The state changed. */
    void onState(ClientState state, long nowNs);
  }

  /**
   * An association that waits for the other end's parameters.
   *
   * @param wakeUp makes the media thread call {@link #pollDtls}; any thread may run it
   */
  Association(
      ThreadContext context,
      Owner owner,
      ClientMedia media,
      ClientAddress address,
      IceParameters local,
      Runnable wakeUp) {
    this.context = context;
    this.owner = owner;
    this.address = address;
    this.wakeUp = wakeUp;
    wantedSetup = media.setup();
    uplink = media.uplink().isNone() ? null : new ImpairedLink(media.uplink(), media.seed() ^ 1);
    ice = new IceAgent(context, local, media.answers(), media.seed(), this::sendCheck);
  }

  ClientState state() {
    return state;
  }

  String failure() {
    return failure;
  }

  String srtpProfile() {
    return srtpProfile;
  }

  long roundTripNs() {
    return ice.roundTripNs();
  }

  boolean isConnected() {
    return state == ClientState.CONNECTED;
  }

  /** Begins with the other end's parameters, or takes others. */
  void start(RemoteMedia parameters, long nowNs) {
    RemoteMedia before = remote;
    remote = parameters;
    if (before == null) {
      change(ClientState.CHECKING, nowNs);
      ice.start(parameters, nowNs);
    } else if (!before.ice().equals(parameters.ice())) {
      ice.start(parameters, nowNs);
    } else {
      parameters.candidates().forEach(ice::add);
    }
  }

  void addCandidate(IceCandidate candidate) {
    ice.add(candidate);
  }

  /** When {@link #handleTimeout} is due. */
  long nextDeadlineNs() {
    return Deadlines.earlier(
        ice.nextDeadlineNs(), uplink == null ? TimerHeap.NEVER : uplink.nextDeadlineNs());
  }

  void handleTimeout(long nowNs) {
    ice.handleTimeout(nowNs);
    String noPath = ice.failure();
    if (noPath != null) {
      fail(noPath, nowNs);
    }
    if (uplink != null) {
      uplink.handleTimeout(nowNs, this::transmitCopy);
    }
  }

  /** Takes a datagram that came from the network; true when it was RTP that came with keys. */
  boolean handlePacket(Packet packet, long nowNs) {
    MemorySegment segment = packet.segment();
    switch (Demultiplexer.classify(Bytes.u8(segment, packet.offset))) {
      case RTP_OR_RTCP -> {
        return handleSrtp(packet, nowNs);
      }
      case STUN -> handleStun(packet, nowNs);
      case DTLS -> {
        DtlsEngine engine = dtls;
        if (engine != null) {
          boolean ignored = engine.handlePacket(segment, packet.offset, packet.length, nowNs);
        }
      }
      case UNKNOWN -> context.meter().refused++;
    }
    return false;
  }

  private void handleStun(Packet packet, long nowNs) {
    if (!ice.handlePacket(packet, nowNs)) {
      return;
    }
    path = ice.selected();
    RemoteMedia server = remote;
    if (dtls == null && server != null) {
      boolean active =
          server.setup() == DtlsSetup.ACTPASS
              ? wantedSetup == DtlsSetup.ACTIVE
              : server.setup() == DtlsSetup.PASSIVE;
      dtls =
          active
              ? context.dtls().openClient(server.fingerprints(), wakeUp)
              : context.dtls().open(server.fingerprints(), wakeUp);
      change(ClientState.HANDSHAKING, nowNs);
    }
  }

  /** Sends what DTLS has to say and sees how far it is. */
  void pollDtls(long nowNs) {
    DtlsEngine engine = dtls;
    if (engine == null) {
      return;
    }
    engine.poll(this::sendRecord);
    if (state == ClientState.HANDSHAKING && engine.state() == DtlsState.CONNECTED) {
      SrtpKeys keys = engine.keys();
      if (keys != null) {
        srtp = context.srtp().open(keys, MAX_REMOTE_SSRCS);
        srtpProfile = keys.profile().name();
        change(ClientState.CONNECTED, nowNs);
        replayEarly(nowNs);
      }
    } else if (engine.state() == DtlsState.FAILED) {
      String sentence = engine.failure();
      fail(sentence == null ? "DTLS failed" : sentence, nowNs);
    } else if (engine.state() == DtlsState.CLOSED && state == ClientState.CONNECTED) {
      change(ClientState.CLOSED, nowNs);
    }
  }

  /** Says goodbye. */
  void close(long nowNs) {
    DtlsEngine engine = dtls;
    if (engine != null) {
      engine.close();
      engine.poll(this::sendRecord);
    }
    if (state != ClientState.FAILED) {
      change(ClientState.CLOSED, nowNs);
    }
    SrtpSession session = srtp;
    if (session != null) {
      srtp = null;
      session.close();
    }
  }

  /**
   * Encrypts an RTP packet whose header and payload stand in the thread's scratch memory, and sends
   * it; returns its length on the wire, or a negative number when it could not be sent.
   */
  int sendRtp(int headerLength, int payloadLength, long nowNs) {
    SrtpSession session = srtp;
    if (session == null) {
      return SrtpSession.ENGINE_FAILED;
    }
    SendQueue output = context.output();
    MemorySegment scratch = context.scratch().memory();
    long at = output.reserve();
    int length =
        session.protectRtp(
            scratch,
            Scratch.HEADER,
            headerLength,
            scratch,
            Scratch.PAYLOAD,
            payloadLength,
            output.memory(),
            at);
    if (length > 0) {
      context.meter().rtpSent++;
      send(length, nowNs);
    }
    return length;
  }

  /** Encrypts and sends the RTCP compound packet in the thread's scratch memory. */
  void sendRtcp(int length, long nowNs) {
    SrtpSession session = srtp;
    if (session == null || length == 0) {
      return;
    }
    SendQueue output = context.output();
    long at = output.reserve();
    int protectedLength =
        session.protectRtcp(context.scratch().memory(), Scratch.RTCP, length, output.memory(), at);
    if (protectedLength > 0) {
      send(protectedLength, nowNs);
    }
  }

  private boolean handleSrtp(Packet packet, long nowNs) {
    SrtpSession session = srtp;
    MemorySegment segment = packet.segment();
    if (session == null) {
      holdEarly(packet);
      return false;
    }
    if (packet.length > 1 && RtpPacketType.isRtcp(Bytes.u8(segment, packet.offset + 1))) {
      int length = session.unprotectRtcp(segment, packet.offset, packet.length);
      if (length > 0) {
        owner.onRtcp(segment, packet.offset, length, nowNs);
      } else {
        context.meter().refused++;
      }
      return false;
    }
    int length = session.unprotectRtp(segment, packet.offset, packet.length);
    if (length > 0) {
      packet.length = length;
      context.meter().rtpReceived++;
      owner.onRtp(packet, nowNs);
    } else if (length == SrtpSession.REPLAYED) {
      owner.onReplay(packet);
    } else {
      context.meter().refused++;
    }
    return true;
  }

  private void holdEarly(Packet packet) {
    if (state == ClientState.HANDSHAKING && early.size() < MAX_EARLY) {
      early.add(
          packet.segment().asSlice(packet.offset, packet.length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private void replayEarly(long nowNs) {
    List<byte[]> held = early;
    early = List.of();
    Packet packet = context.spare();
    for (byte[] datagram : held) {
      packet.offset = packet.base();
      packet.length = datagram.length;
      packet.arrivalNs = nowNs;
      MemorySegment.copy(
          MemorySegment.ofArray(datagram), 0, packet.segment(), packet.offset, datagram.length);
      boolean ignored = handleSrtp(packet, nowNs);
    }
  }

  private void fail(String sentence, long nowNs) {
    if (state != ClientState.FAILED && state != ClientState.CLOSED) {
      failure = sentence;
      change(ClientState.FAILED, nowNs);
    }
  }

  private void change(ClientState next, long nowNs) {
    state = next;
    owner.onState(next, nowNs);
  }

  private void sendCheck(int length, IcePair pair, long nowNs) {
    send(length, pair, nowNs);
  }

  private void sendRecord(MemorySegment segment, long offset, int length) {
    SendQueue output = context.output();
    long at = output.reserve();
    MemorySegment.copy(segment, offset, output.memory(), at, length);
    send(length, System.nanoTime());
  }

  private void send(int length, long nowNs) {
    IcePair to = path;
    if (to != null) {
      send(length, to, nowNs);
    }
  }

  private void send(int length, IcePair to, long nowNs) {
    SendQueue output = context.output();
    if (uplink == null) {
      output.commit(length, address, to.high(), to.low(), to.port());
    } else {
      uplink.offer(
          output.memory(), output.reserve(), length, to.high(), to.low(), to.port(), nowNs);
    }
  }

  private void transmitCopy(
      MemorySegment segment, long offset, int length, long high, long low, int port, long nowNs) {
    SendQueue output = context.output();
    long at = output.reserve();
    MemorySegment.copy(segment, offset, output.memory(), at, length);
    output.commit(length, address, high, low, port);
  }
}
