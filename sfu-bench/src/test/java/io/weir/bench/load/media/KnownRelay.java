package io.weir.bench.load.media;

import io.weir.core.control.IceCandidate;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.transport.Demultiplexer;
import io.weir.core.transport.Demultiplexer.Protocol;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * A forwarder between one viewer and its server that drops, repeats, swaps and delays known shares
 * of the RTP packets on their way to the viewer, and remembers exactly what it did. It reads SSRCs
 * and sequence numbers, which SRTP leaves legible, and touches nothing else.
 */
final class KnownRelay implements AutoCloseable {
  private static final int VIEWER_WAIT_MILLIS = 1;

  private final DatagramSocket towardsViewer;
  private final DatagramSocket towardsServer;
  private final InetSocketAddress server;
  private final Random random;
  private final Shares shares;
  private volatile InetSocketAddress viewer = new InetSocketAddress(0);
  private volatile boolean closing;
  private volatile boolean impairing;

  private final Deque<Held> delayed = new ArrayDeque<>();
  private byte[] held = {};

  // What it did, guarded by this.
  private final Set<Long> dropped = new HashSet<>();
  private final Set<Long> passed = new HashSet<>();
  private long repeated;
  private long swapped;

  /**
   * What to do to packets.
   *
   * @param drop share that vanishes
   * @param repeat share that comes twice
   * @param swap share that comes after its successor
   * @param delayNs time that each takes longer
   */
  record Shares(double drop, double repeat, double swap, long delayNs) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Held(byte[] datagram, long dueNs) {}

  KnownRelay(IceCandidate server, Shares shares, long seed) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getByName(server.address()), server.port());
    this.shares = shares;
    random = new Random(seed);
    towardsViewer = open();
    towardsServer = open();
    Thread.ofPlatform().name("relay-up").daemon().start(() -> run(this::forwardUp));
    Thread.ofPlatform().name("relay-down").daemon().start(() -> run(this::forwardDown));
  }

  private static DatagramSocket open() throws SocketException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setReceiveBufferSize(4 << 20);
    socket.setSoTimeout(VIEWER_WAIT_MILLIS);
    return socket;
  }

  /** Where the viewer believes the server to be. */
  IceCandidate candidate() {
    return new IceCandidate(
        "1",
        "udp",
        1,
        InetAddress.getLoopbackAddress().getHostAddress(),
        towardsViewer.getLocalPort());
  }

  /** Begins, or ends, to do harm; a delay there always is. */
  void impair(boolean wanted) {
    impairing = wanted;
  }

  /** Packets of a stream that were dropped. */
  synchronized long dropped(long ssrc) {
    return dropped.stream().filter(packet -> packet >>> 16 == ssrc).count();
  }

  /** Packets of a stream that were passed on, each counted once. */
  synchronized long passed(long ssrc) {
    return passed.stream().filter(packet -> packet >>> 16 == ssrc).count();
  }

  /** Packets passed on twice. */
  synchronized long repeated() {
    return repeated;
  }

  /** Packets passed on after their successor. */
  synchronized long swapped() {
    return swapped;
  }

  @Override
  public void close() {
    closing = true;
    towardsViewer.close();
    towardsServer.close();
  }

  private interface Step {
    void run() throws IOException;
  }

  private void run(Step step) {
    while (!closing) {
      try {
        step.run();
      } catch (IOException ignored) {
        // Nothing came within a millisecond, or the other end is not there yet.
      }
    }
  }

  private void forwardUp() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    towardsViewer.receive(packet);
    viewer = (InetSocketAddress) packet.getSocketAddress();
    towardsServer.send(new DatagramPacket(packet.getData(), packet.getLength(), server));
  }

  private void forwardDown() throws IOException {
    deliverDelayed();
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    towardsServer.receive(packet);
    byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
    if (isMedia(datagram)) {
      impair(datagram);
    } else {
      pass(datagram);
    }
  }

  private static boolean isMedia(byte[] datagram) {
    return Demultiplexer.classify(datagram[0] & 0xFF) == Protocol.RTP_OR_RTCP
        && !RtpPacketType.isRtcp(datagram[1] & 0xFF);
  }

  private synchronized void impair(byte[] datagram) throws IOException {
    long name = name(datagram);
    double lot = impairing ? random.nextDouble() : 1;
    byte[] before = held;
    held = new byte[0];
    if (lot < shares.drop()) {
      dropped.add(name);
    } else if (lot < shares.drop() + shares.swap() && before.length == 0) {
      held = datagram; // until its successor has passed
      return;
    } else {
      pass(datagram);
      passed.add(name);
      if (lot >= 1 - shares.repeat() && lot < 1) {
        pass(datagram);
        repeated++;
      }
      if (before.length > 0 && ssrc(before) == ssrc(datagram)) {
        swapped++;
      }
    }
    if (before.length > 0) {
      pass(before);
      passed.add(name(before));
    }
  }

  private void pass(byte[] datagram) throws IOException {
    if (shares.delayNs() == 0) {
      send(datagram);
    } else {
      delayed.add(new Held(datagram, System.nanoTime() + shares.delayNs()));
    }
  }

  private void deliverDelayed() throws IOException {
    Held first = delayed.peek();
    while (first != null && first.dueNs() - System.nanoTime() <= 0) {
      delayed.remove();
      send(first.datagram());
      first = delayed.peek();
    }
  }

  private void send(byte[] datagram) throws IOException {
    towardsViewer.send(new DatagramPacket(datagram, datagram.length, viewer));
  }

  /** SSRC and sequence number of an RTP packet. */
  private static long name(byte[] datagram) {
    return ssrc(datagram) << 16 | (datagram[2] & 0xFF) << 8 | (datagram[3] & 0xFF);
  }

  private static long ssrc(byte[] datagram) {
    return (datagram[8] & 0xFFL) << 24
        | (datagram[9] & 0xFF) << 16
        | (datagram[10] & 0xFF) << 8
        | (datagram[11] & 0xFF);
  }
}
