package io.weir.core.io;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * A TCP connection through {@link Libc}. Worker thread only; allocates nothing but when it fails.
 */
final class LinuxTcpStream implements TcpStream {
  private static final int CLOSED = -1;
  private static final int SEND_FLAGS = Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL;

  private final int id;
  private final InetSocketAddress remoteAddress;
  private final LinuxTcpSystem system;

  /** {@link #CLOSED} afterwards: the kernel gives the number to the next file that is opened. */
  private int descriptor;

  LinuxTcpStream(int descriptor, int id, InetSocketAddress remoteAddress, LinuxTcpSystem system) {
    this.descriptor = descriptor;
    this.id = id;
    this.remoteAddress = remoteAddress;
    this.system = system;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public int read(MemorySegment into) {
    long count = Libc.recv(descriptor, into.address(), into.byteSize(), Libc.MSG_DONTWAIT);
    if (count < 0) {
      count =
          Libc.recv(
              system.errorState(), descriptor, into.address(), into.byteSize(), Libc.MSG_DONTWAIT);
    }
    if (count == 0) {
      return ENDED;
    }
    return count > 0 ? (int) count : failed();
  }

  @Override
  public int write(MemorySegment from, long offset, int length) {
    long memory = from.address() + offset;
    long count = Libc.send(descriptor, memory, length, SEND_FLAGS);
    if (count < 0) {
      count = Libc.send(system.errorState(), descriptor, memory, length, SEND_FLAGS);
    }
    return count >= 0 ? (int) count : failed();
  }

  @Override
  public void watchWritable(boolean watch) {
    system.watch(descriptor, id, watch ? Libc.EPOLLIN | Libc.EPOLLOUT : Libc.EPOLLIN);
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      Libc.close(descriptor);
      descriptor = CLOSED;
    }
  }

  private int failed() {
    int error = Libc.errno(system.errorState());
    return error == Libc.EAGAIN || error == Libc.EINTR ? 0 : ENDED;
  }
}
