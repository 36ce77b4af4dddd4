package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a datagram belongs to by the socket and the address that it came from. Addresses stand
 * here only once they passed ICE. Worker thread only.
 */
public final class AddressTable<T> {
  private final KeyTable<T> table = new KeyTable<>();

  /** Number of addresses. */
  public int size() {
    return table.size();
  }

  /** Whose packet this is, or null. */
  public @Nullable T get(Packet packet) {
    return table.get(
        packet.sourceHigh, packet.sourceLow, socketAndPort(packet.socket, packet.sourcePort));
  }

  /** Whose path this is, or null. */
  public @Nullable T get(NetworkPath path) {
    return table.get(
        path.addressHigh(), path.addressLow(), socketAndPort(path.socket(), path.port()));
  }

  /** Gives a path to somebody, in place of whoever had it. */
  public void put(NetworkPath path, T value) {
    table.put(
        path.addressHigh(), path.addressLow(), socketAndPort(path.socket(), path.port()), value);
  }

  /** Forgets a path; returns whose it was, or null. */
  public @Nullable T remove(NetworkPath path) {
    return table.remove(
        path.addressHigh(), path.addressLow(), socketAndPort(path.socket(), path.port()));
  }

  private static long socketAndPort(int socket, int port) {
    return (long) socket << 16 | port;
  }
}
