package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A TCP port through {@link Libc}. Worker thread only. */
final class LinuxTcpListener implements TcpListener {
  private final int id;
  private final LinuxTcpSystem system;
  private final int descriptor;
  private final MemorySegment name;
  private final MemorySegment nameLength;

  /**
   * Binds and listens.
   *
   * @throws IOException if the kernel refuses
   */
  LinuxTcpListener(InetSocketAddress address, int id, LinuxTcpSystem system, Arena arena)
      throws IOException {
    this.id = id;
    this.system = system;
    name = arena.allocate(SocketAddressStruct.MAX_BYTES, Long.BYTES);
    nameLength = arena.allocate(JAVA_INT);
    MemorySegment errorState = system.errorState();
    descriptor = LinuxSockets.open(errorState, Libc.SOCK_STREAM, address);
    try {
      // Connections of an earlier server that linger on the port do not hinder the next one.
      LinuxSockets.setOption(descriptor, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
      // Inherited by every connection; before listening, so that it counts for the first window.
      LinuxSockets.setOption(
          descriptor, Libc.SOL_SOCKET, Libc.SO_SNDBUF, TcpSystem.KERNEL_SEND_BYTES);
      LinuxSockets.setOption(descriptor, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
      LinuxSockets.bind(errorState, descriptor, "TCP", address);
      if (Libc.listen(errorState, descriptor, TcpSystem.BACKLOG) != 0) {
        throw LinuxSockets.failure(errorState, "cannot bind TCP " + address);
      }
      if (!system.add(descriptor, id)) {
        throw LinuxSockets.failure(errorState, "cannot watch TCP " + address);
      }
    } catch (IOException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  @Override
  public @Nullable TcpStream accept(int connection) {
    nameLength.set(JAVA_INT, 0, SocketAddressStruct.MAX_BYTES);
    int accepted =
        Libc.accept4(
            descriptor,
            name.address(),
            nameLength.address(),
            Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
    if (accepted < 0) {
      return null;
    }
    if (!system.add(accepted, connection)) {
      Libc.close(accepted);
      return null;
    }
    InetSocketAddress remote =
        InternetAddress.of(
            SocketAddressStruct.high(name, 0),
            SocketAddressStruct.low(name, 0),
            SocketAddressStruct.port(name, 0));
    return new LinuxTcpStream(accepted, connection, remote, system);
  }

  @Override
  public void watchConnections(boolean watch) {
    system.watch(descriptor, id, watch ? Libc.EPOLLIN : 0);
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
