package io.weir.bench.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.io.Libc;
import io.weir.core.io.LinuxSockets;
import io.weir.core.io.SocketAddressStruct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * sendmmsg(2) and nothing around it: all headers are laid out beforehand, and each batch goes to
 * the next few destinations. What sending costs at least, from Java as from C. One thread.
 */
public final class BareSocket implements AutoCloseable {
  /** Datagrams of one batch, as many as a worker's. */
  public static final int BATCH = 64;

  /** Bytes of each: a video packet after encryption. */
  private static final int LENGTH = 1232;

  private static final int STRIDE = 2112;
  private static final int KERNEL_BUFFER_BYTES = 8 << 20;
  private static final int HEADER_BYTES = 64;
  private static final int VECTOR_BYTES = 16;
  private static final int NAME_BYTES = 32;

  private final Arena arena = Arena.ofShared();
  private final int descriptor;
  private final int messages;
  private final int total;
  private final MemorySegment headers;
  private int next;

  /**
   * A socket.
   *
   * @param train datagrams of each message
   * @param destinations number of sinks; each gets whole trains
   */
  public BareSocket(int train, Sinks sinks, int destinations) {
    MemorySegment state = Libc.newErrorState(arena);
    try {
      InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      descriptor = LinuxSockets.open(state, Libc.SOCK_DGRAM, local);
      LinuxSockets.bind(state, descriptor, "UDP", local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LinuxSockets.setOption(descriptor, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, KERNEL_BUFFER_BYTES);
    messages = BATCH / train;
    // So many that every destination has its turn, in whole batches.
    total = (destinations + messages - 1) / messages * messages;
    headers = arena.allocate((long) total * HEADER_BYTES, 64);
    MemorySegment vectors = arena.allocate((long) BATCH * VECTOR_BYTES, 64);
    MemorySegment names = arena.allocate((long) total * NAME_BYTES, 64);
    MemorySegment bytes = arena.allocate((long) BATCH * STRIDE, 64);
    MemorySegment control = arena.allocate(24, 64);
    control.set(JAVA_LONG, 0, 18);
    control.set(JAVA_INT, 8, Libc.SOL_UDP);
    control.set(JAVA_INT, 12, Libc.UDP_SEGMENT);
    control.set(JAVA_SHORT, 16, (short) LENGTH);
    for (long i = 0; i < BATCH; i++) {
      vectors.set(JAVA_LONG, i * VECTOR_BYTES, bytes.address() + i * STRIDE);
      vectors.set(JAVA_LONG, i * VECTOR_BYTES + 8, LENGTH);
    }
    for (int i = 0; i < total; i++) {
      NetworkPath path = sinks.path(i % destinations);
      long name = (long) i * NAME_BYTES;
      int nameLength = SocketAddressStruct.writeIpv4(names, name, path.addressLow(), path.port());
      long header = (long) i * HEADER_BYTES;
      headers.set(JAVA_LONG, header, names.address() + name);
      headers.set(JAVA_INT, header + 8, nameLength);
      headers.set(
          JAVA_LONG, header + 16, vectors.address() + (long) i % messages * train * VECTOR_BYTES);
      headers.set(JAVA_LONG, header + 24, train);
      if (train > 1) {
        headers.set(JAVA_LONG, header + 32, control.address());
        headers.set(JAVA_LONG, header + 40, control.byteSize());
      }
    }
  }

  /** Sends {@link #BATCH} datagrams. */
  public void send() {
    int sent = 0;
    while (sent < messages) {
      long address = headers.address() + (long) (next + sent) * HEADER_BYTES;
      int now = Libc.sendmmsg(descriptor, address, messages - sent, Libc.MSG_DONTWAIT);
      if (now <= 0) {
        throw new IllegalStateException("the kernel does not send to its loopback");
      }
      sent += now;
    }
    next = (next + messages) % total;
  }

  @Override
  public void close() {
    Libc.close(descriptor);
    arena.close();
  }
}
