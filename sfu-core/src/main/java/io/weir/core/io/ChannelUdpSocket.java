package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket over {@link DatagramChannel}, for systems other than Linux. One system call per
 * datagram, and Java makes address objects for each. Worker thread only.
 */
final class ChannelUdpSocket implements UdpSocket {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelUdpSocket.class);

  private final int index;
  private final PacketPool pool;
  private final PacketCounters counters;
  private final DatagramChannel channel;
  private final InetSocketAddress localAddress;
  private final ByteBuffer slab;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(Packet.CAPACITY);

  private final ByteBuffer outgoing;
  private final int[] offsets = new int[SendBatch.CAPACITY];
  private final int[] lengths = new int[SendBatch.CAPACITY];
  private final @Nullable NetworkPath[] paths = new @Nullable NetworkPath[SendBatch.CAPACITY];
  private int waiting;
  private boolean drained = true;

  /**
   * Opens and binds a socket.
   *
   * @param index its index in the worker
   * @param bindAddress port 0 picks a free one
   * @param sendMemory the send batch's memory
   * @throws IOException if the system refuses
   */
  ChannelUdpSocket(
      int index,
      InetSocketAddress bindAddress,
      PacketPool pool,
      PacketCounters counters,
      MemorySegment sendMemory)
      throws IOException {
    this.index = index;
    this.pool = pool;
    this.counters = counters;
    slab = pool.slab().asByteBuffer();
    outgoing = sendMemory.asByteBuffer();
    channel =
        DatagramChannel.open(
            bindAddress.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER_BYTES);
      channel.bind(bindAddress);
      localAddress = (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      channel.close();
      throw new IOException("cannot bind UDP " + bindAddress, e);
    }
  }

  /** For the selector. */
  DatagramChannel channel() {
    return channel;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public int receive(@Nullable Packet[] into, long nowNs) {
    int stored = 0;
    for (int i = 0; i < RECEIVE_BATCH; i++) {
      Packet packet = pool.acquire();
      InetSocketAddress source = read(packet);
      if (packet == null) {
        if (source == null) {
          break;
        }
        counters.increment(PacketCounter.POOL_EXHAUSTED);
      } else if (source == null) {
        pool.release(packet);
        break;
      } else if (packet.length > MAX_DATAGRAM) {
        // Java cuts without telling; a full buffer is all that shows it.
        counters.increment(PacketCounter.TRUNCATED);
        pool.release(packet);
      } else {
        packet.arrivalNs = nowNs;
        packet.socket = index;
        packet.sourceHigh = InternetAddress.high(source.getAddress());
        packet.sourceLow = InternetAddress.low(source.getAddress());
        packet.sourcePort = source.getPort();
        into[stored++] = packet;
      }
    }
    drained = stored < RECEIVE_BATCH;
    return stored;
  }

  @Override
  public boolean isDrained() {
    return drained;
  }

  @Override
  public boolean sendsTrains() {
    return false;
  }

  @Override
  public void enqueue(long offset, int length, NetworkPath path) {
    offsets[waiting] = (int) offset;
    lengths[waiting] = length;
    paths[waiting] = path;
    waiting++;
  }

  @Override
  public void flush() {
    for (int i = 0; i < waiting; i++) {
      NetworkPath path = paths[i];
      if (path != null) {
        send(offsets[i], lengths[i], path);
      }
    }
    waiting = 0;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("Closing UDP {} failed", localAddress, e);
    }
  }

  private @Nullable InetSocketAddress read(@Nullable Packet packet) {
    ByteBuffer buffer = scratch.clear();
    if (packet != null) {
      int base = (int) packet.base();
      buffer = slab.clear().limit(base + Packet.CAPACITY).position(base);
    }
    int start = buffer.position();
    InetSocketAddress source;
    try {
      source = (InetSocketAddress) channel.receive(buffer);
    } catch (IOException e) {
      // The error of an earlier datagram (ICMP); the next call goes on.
      return null;
    }
    if (source != null) {
      int length = buffer.position() - start;
      counters.increment(PacketCounter.RECEIVED);
      counters.add(PacketCounter.RECEIVED_BYTES, length);
      if (packet != null) {
        packet.length = length;
      }
    }
    return source;
  }

  private void send(int offset, int length, NetworkPath path) {
    ByteBuffer datagram = outgoing.clear().limit(offset + length).position(offset);
    try {
      if (channel.send(datagram, InternetAddress.remoteEnd(path)) == 0 && length > 0) {
        counters.increment(PacketCounter.SEND_BUFFER_FULL);
        return;
      }
    } catch (IOException e) {
      // Refused, unreachable, forbidden, …: this destination's trouble only.
      counters.increment(PacketCounter.SEND_FAILED);
      return;
    }
    counters.increment(PacketCounter.SENT);
    counters.add(PacketCounter.SENT_BYTES, length);
  }
}
