package io.weir.core.testkit;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TransportParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpSession;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunVerdict;
import io.weir.core.stun.UsernameFragments;
import io.weir.core.transport.DatagramSender;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One transport in virtual time, and the client at its other end: what the client sends arrives at
 * once, what it gets is decrypted and kept. One thread.
 */
public final class TransportFixture {
  /** Extension ids of the parameters made here. */
  public static final int MID_EXTENSION = 3;

  /** See {@link #MID_EXTENSION}. */
  public static final int TRANSPORT_CC_EXTENSION = 5;

  /** See {@link #MID_EXTENSION}. */
  public static final int RID_EXTENSION = 6;

  /** See {@link #MID_EXTENSION}. */
  public static final int REPAIRED_RID_EXTENSION = 7;

  /** What to add to the fixture's clock to get ns since the NTP epoch. */
  public static final long NTP_OFFSET_NS = 3_900_000_000L * 1_000_000_000L;

  /** Payload types of the parameters made here. */
  public static final int VIDEO = 96;

  /** See {@link #VIDEO}. */
  public static final int VIDEO_RTX = 97;

  /** See {@link #VIDEO}. */
  public static final int AUDIO = 111;

  private static final NetworkPath PATH = NetworkPath.ofIpv4(0, 0x0A00_0001, 40_000);
  private static final DtlsFingerprint FINGERPRINT = new DtlsFingerprint("sha-256", "CL:IE:NT");

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 256);
  private final PacketCounters counters = new PacketCounters();
  private final StunBindingValidator validator = new StunBindingValidator();
  private final SrtpSession client =
      new JitsiSrtpEngine().open(AgreedDtls.clientKeys(FINGERPRINT), 256);
  private final SealingSession sealing = new SealingSession(client);
  private final MemorySegment scratch = Arena.ofAuto().allocate(2048);
  private final List<byte[]> rtp = new ArrayList<>();
  private final List<byte[]> rtcp = new ArrayList<>();
  private final Set<NetworkPath> paths = new HashSet<>();
  private final Set<Long> fragments = new HashSet<>();
  private final StunClient ice;
  private final Transport transport;
  private final TransportContext context;
  private long nowNs = 1_000_000_000_000L;

  /** A transport whose handshake succeeds at once. */
  public TransportFixture(Transport.Listener listener) {
    this(listener, new AgreedDtls());
  }

  /** A transport with a DTLS of the test's own. */
  public TransportFixture(Transport.Listener listener, DtlsEngineFactory dtls) {
    Random random = new Random(1);
    context =
        new TransportContext(
            counters,
            pool::release,
            new Sender(),
            new JitsiSrtpEngine(),
            dtls,
            new Index(),
            Arena.ofAuto().allocate(TransportContext.SCRATCH_LENGTH, 64),
            NTP_OFFSET_NS,
            random::nextLong);
    IceParameters ofClient = new IceParameters("client", "clientpasswordclientpassword");
    IceParameters ofServer =
        new IceParameters(UsernameFragments.format(0x1234_5678L), "serverpasswordserverpassword");
    ice = new StunClient(ofClient, ofServer, 1);
    transport =
        new Transport(
            context,
            new TransportParameters(ofServer, ofClient, List.of(FINGERPRINT)),
            listener,
            nowNs);
  }

  /** A video m-line with VP8, RTX and transport-wide feedback. */
  public static RtpParameters video(String mid, long ssrc, long rtxSsrc) {
    CodecParameters vp8 =
        new CodecParameters(
            VIDEO, "VP8", 90_000, 0, Map.of(), Set.of("nack", "nack pli"), VIDEO_RTX);
    return parameters(
        mid, MediaKind.VIDEO, vp8, List.of(new EncodingParameters("", ssrc, rtxSsrc)));
  }

  /** The same in several encodings, whose SSRCs packets tell by their rids. */
  public static RtpParameters simulcast(String mid, String... rids) {
    long unknown = EncodingParameters.UNKNOWN_SSRC;
    List<EncodingParameters> encodings =
        Arrays.stream(rids).map(rid -> new EncodingParameters(rid, unknown, unknown)).toList();
    return parameters(
        mid, MediaKind.VIDEO, video(mid, unknown, unknown).codecs().getFirst(), encodings);
  }

  /** An audio m-line with Opus. */
  public static RtpParameters audio(String mid, long ssrc) {
    CodecParameters opus =
        new CodecParameters(AUDIO, "OPUS", 48_000, 2, Map.of(), Set.of(), CodecParameters.NO_RTX);
    return parameters(
        mid,
        MediaKind.AUDIO,
        opus,
        List.of(new EncodingParameters("", ssrc, EncodingParameters.UNKNOWN_SSRC)));
  }

  private static RtpParameters parameters(
      String mid, MediaKind kind, CodecParameters codec, List<EncodingParameters> encodings) {
    return new RtpParameters(
        mid,
        kind,
        List.of(codec),
        Map.of(
            HeaderExtensionId.MID,
            MID_EXTENSION,
            HeaderExtensionId.TRANSPORT_CC,
            TRANSPORT_CC_EXTENSION,
            HeaderExtensionId.RID,
            RID_EXTENSION,
            HeaderExtensionId.REPAIRED_RID,
            REPAIRED_RID_EXTENSION),
        encodings,
        "client");
  }

  /** The transport. */
  public Transport transport() {
    return transport;
  }

  /** What it was made with. */
  public TransportContext context() {
    return context;
  }

  /** The present. */
  public long nowNs() {
    return nowNs;
  }

  /** The worker's counter. */
  public long count(PacketCounter counter) {
    return counters.get(counter);
  }

  /** Whether every packet is back. */
  public boolean poolIsFull() {
    return pool.available() == pool.capacity();
  }

  /** Whether the worker's index knows nothing of the transport any more. */
  public boolean isForgotten() {
    return paths.isEmpty() && fragments.isEmpty();
  }

  /** RTP packets that the client got since the last call. */
  public List<byte[]> takeRtp() {
    List<byte[]> taken = List.copyOf(rtp);
    rtp.clear();
    return taken;
  }

  /** Shows each RTCP packet that the client got since the last call to a visitor. */
  public void readRtcp(Consumer<RtcpReader> visitor) {
    List<byte[]> taken = List.copyOf(rtcp);
    rtcp.clear();
    RtcpReader reader = new RtcpReader();
    for (byte[] compound : taken) {
      if (!reader.wrap(MemorySegment.ofArray(compound), 0, compound.length)) {
        throw new AssertionError("malformed RTCP sent");
      }
      while (reader.next()) {
        visitor.accept(reader);
      }
    }
  }

  /** Goes through ICE and DTLS. */
  public void connect() {
    check();
    receive(AgreedDtls.hello());
  }

  /** Sends an ICE check. */
  public void check() {
    Packet packet = place(ice.nominate());
    if (validator.validate(packet.segment(), packet.offset, packet.length)
        != StunVerdict.BINDING_REQUEST) {
      throw new AssertionError("check is invalid");
    }
    transport.handleBindingRequest(validator, packet, nowNs);
    pool.release(packet);
  }

  /** Sends any datagram. */
  public void receive(byte[] datagram) {
    transport.handlePacket(place(datagram), nowNs);
  }

  /** Sends an RTP packet. */
  public void sendRtp(RtpPacketBuilder packet) {
    receive(sealRtp(packet.build()));
  }

  /** Encrypts an RTP packet as the client; where SRTP refuses it, nothing is left of it. */
  public byte[] sealRtp(byte[] packet) {
    return sealing.sealRtp(packet);
  }

  /** Sends an RTCP compound packet. */
  public void sendRtcp(Consumer<RtcpWriter> content) {
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(scratch, 0, 1400);
    content.accept(writer);
    receive(sealRtcp(scratch.asSlice(0, writer.length()).toArray(ValueLayout.JAVA_BYTE)));
  }

  /** Encrypts RTCP as the client; where SRTP refuses it, nothing is left of it. */
  public byte[] sealRtcp(byte[] packet) {
    return sealing.sealRtcp(packet);
  }

  /** Lets time pass, and timers run. */
  public void pass(long durationMs) {
    long endNs = nowNs + durationMs * 1_000_000;
    while (transport.nextDeadlineNs() - endNs <= 0) {
      nowNs = Math.max(nowNs, transport.nextDeadlineNs());
      transport.handleTimeout(nowNs);
    }
    nowNs = endNs;
  }

  private Packet place(byte[] datagram) {
    Packet packet = RtpPacketBuilder.place(pool, datagram);
    packet.arrivalNs = nowNs;
    packet.socket = PATH.socket();
    packet.sourceHigh = PATH.addressHigh();
    packet.sourceLow = PATH.addressLow();
    packet.sourcePort = PATH.port();
    return packet;
  }

  private final class Sender implements DatagramSender {
    private final MemorySegment segment = Arena.ofAuto().allocate(Packet.CAPACITY);

    @Override
    public MemorySegment segment() {
      return segment;
    }

    @Override
    public long reserve(int maxLength) {
      if (maxLength > Packet.CAPACITY) {
        throw new IllegalArgumentException("datagram of " + maxLength + " bytes");
      }
      return 0;
    }

    @Override
    public void commit(int length, NetworkPath path) {
      byte[] datagram = segment.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      if (!path.equals(PATH)) {
        throw new AssertionError("sent to " + path);
      }
      if (datagram[0] >= 0) {
        return; // STUN and DTLS have tests of their own.
      }
      MemorySegment bytes = MemorySegment.ofArray(datagram);
      boolean isRtcp = RtpPacketType.isRtcp(datagram[1] & 0xFF);
      int plain =
          isRtcp ? client.unprotectRtcp(bytes, 0, length) : client.unprotectRtp(bytes, 0, length);
      if (plain < 0) {
        throw new AssertionError("the client cannot decrypt: " + plain);
      }
      (isRtcp ? rtcp : rtp).add(Arrays.copyOf(datagram, plain));
    }
  }

  private final class Index implements TransportIndex {
    @Override
    public void addUsernameFragment(long key, Transport owner) {
      fragments.add(key);
    }

    @Override
    public void removeUsernameFragment(long key) {
      fragments.remove(key);
    }

    @Override
    public void addPath(NetworkPath path, Transport owner) {
      paths.add(path);
    }

    @Override
    public void removePath(NetworkPath path, Transport owner) {
      paths.remove(path);
    }

    @Override
    public Runnable wakeUp(Transport owner) {
      return () -> {};
    }
  }
}
