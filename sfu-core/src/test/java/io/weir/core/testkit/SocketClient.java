package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import io.weir.core.control.TransportParameters;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpSession;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client over a real socket: ICE checks, a DTLS handshake, then SRTP both ways. Blocks its
 * caller; one thread at a time.
 */
public final class SocketClient implements AutoCloseable {
  private static final int LIMIT_MILLIS = 60_000;
  private static final int CHECK_MILLIS = 200;
  private static final int MAX_SSRCS = 64;
  private static final int FIRST_MEDIA_BYTE = 128;

  private ClientSocket socket;
  private final long seed;
  private final IceParameters local;
  private final DtlsTestClient dtls = new DtlsTestClient();
  private @Nullable StunClient ice;
  private @Nullable SrtpSession srtp;
  private DtlsTestClient.@Nullable Connection association;

  /** A client over UDP on loopback whose random numbers follow from a seed. */
  public SocketClient(long seed) throws SocketException {
    this(seed, new UdpClientSocket());
  }

  /** A client over any socket, which it closes. */
  public SocketClient(long seed, ClientSocket socket) {
    this.seed = seed;
    this.socket = socket;
    local = new IceParameters("client" + seed, "clientpasswordclientpassword");
  }

  /** What its offer, and the server's answer, agree on. */
  public TransportParameters transport(IceParameters remote) {
    return new TransportParameters(remote, local, List.of(dtls.fingerprint()));
  }

  /** The address that it sends from. */
  public InetSocketAddress address() {
    return socket.localAddress();
  }

  /** Finds a path, shakes hands, and is ready for media. */
  public void connect(IceParameters remote, InetSocketAddress address, DtlsFingerprint expected)
      throws IOException {
    socket.connect(address);
    ice = new StunClient(local, remote, seed);
    check();
    ClientDatagrams datagrams = new ClientDatagrams(socket, other -> {});
    association = dtls.expecting(expected).withTimeLimitMillis(LIMIT_MILLIS).connect(datagrams);
    srtp = new JitsiSrtpEngine().open(association.keys(), MAX_SSRCS);
  }

  /** Goes on over another socket, which it nominates; returns the one before, still open. */
  public ClientSocket moveTo(ClientSocket next, InetSocketAddress server) throws IOException {
    ClientSocket before = socket;
    next.connect(server);
    socket = next;
    check();
    return before;
  }

  /** Sends checks that nominate its path until one is answered. */
  public void check() throws IOException {
    if (ice == null) {
      throw new IllegalStateException("not connected");
    }
    long start = System.nanoTime();
    while ((System.nanoTime() - start) / 1_000_000 < LIMIT_MILLIS) {
      sendRaw(ice.nominate());
      byte[] answer = socket.receive(CHECK_MILLIS);
      while (answer != null) {
        if (StunClient.isStun(answer)) {
          ice.receive(answer);
          return;
        }
        answer = socket.receive(CHECK_MILLIS);
      }
    }
    throw new IOException("no answer to ICE checks");
  }

  /** Sends an RTP packet, encrypted. */
  public void sendRtp(byte[] packet) throws IOException {
    sendRaw(protect(packet));
  }

  /** An RTP packet as it goes over the wire. */
  public byte[] protect(byte[] packet) {
    int headerLength = 12 + 4 * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
      headerLength += 4 + 4 * ((packet[headerLength + 2] << 8) | (packet[headerLength + 3] & 0xFF));
    }
    MemorySegment plain = MemorySegment.ofArray(packet);
    byte[] sealed = new byte[packet.length + SrtpSession.MAX_RTP_OVERHEAD];
    int length =
        session()
            .protectRtp(
                plain,
                0,
                headerLength,
                plain,
                headerLength,
                packet.length - headerLength,
                MemorySegment.ofArray(sealed),
                0);
    return Arrays.copyOf(sealed, length);
  }

  /** An RTCP compound packet as it goes over the wire. */
  public byte[] protectRtcp(byte[] packet) {
    byte[] sealed = new byte[packet.length + SrtpSession.MAX_RTCP_OVERHEAD];
    int length =
        session()
            .protectRtcp(
                MemorySegment.ofArray(packet), 0, packet.length, MemorySegment.ofArray(sealed), 0);
    return Arrays.copyOf(sealed, length);
  }

  /** Sends a datagram as it is. */
  public void sendRaw(byte[] datagram) throws IOException {
    socket.send(datagram, 0, datagram.length);
  }

  /** The next RTP packet, decrypted, skipping everything else; null when none came in time. */
  public byte @Nullable [] receiveRtp(int waitMillis) throws IOException {
    byte[] datagram = socket.receive(waitMillis);
    while (datagram != null) {
      if (isRtp(datagram)) {
        int length = session().unprotectRtp(MemorySegment.ofArray(datagram), 0, datagram.length);
        if (length < 0) {
          throw new IOException("the server's SRTP is wrong: " + length);
        }
        return Arrays.copyOf(datagram, length);
      }
      datagram = socket.receive(waitMillis);
    }
    return null;
  }

  /** The next RTP or RTCP packet, decrypted, skipping everything else; null when none came. */
  public byte @Nullable [] receiveMedia(int waitMillis) throws IOException {
    byte[] datagram = socket.receive(waitMillis);
    while (datagram != null) {
      if (datagram.length > 12 && (datagram[0] & 0xFF) >= FIRST_MEDIA_BYTE) {
        MemorySegment packet = MemorySegment.ofArray(datagram);
        int length =
            isRtp(datagram)
                ? session().unprotectRtp(packet, 0, datagram.length)
                : session().unprotectRtcp(packet, 0, datagram.length);
        if (length < 0) {
          throw new IOException("the server's SRTP is wrong: " + length);
        }
        return Arrays.copyOf(datagram, length);
      }
      datagram = socket.receive(waitMillis);
    }
    return null;
  }

  @Override
  public void close() {
    socket.close();
  }

  /** RFC 7983 §7 and RFC 5761 §4. */
  private static boolean isRtp(byte[] datagram) {
    return datagram.length > 12
        && (datagram[0] & 0xFF) >= FIRST_MEDIA_BYTE
        && !RtpPacketType.isRtcp(datagram[1] & 0xFF);
  }

  private SrtpSession session() {
    if (srtp == null) {
      throw new IllegalStateException("not connected");
    }
    return srtp;
  }
}
