package io.weir.core.transport;

import io.weir.core.buffer.NetworkPath;

/**
 * How a worker finds the transport that a datagram is for; the I/O package implements it. Worker
 * thread only, except for what {@link #wakeUp} returns.
 */
public interface TransportIndex {
  /** STUN whose username begins with this fragment goes to the transport. */
  void addUsernameFragment(long key, Transport transport);

  /** The fragment is free again. */
  void removeUsernameFragment(long key);

  /**
   * Everything else that comes over this path goes to the transport, unless it belongs to another
   * one that has not given it up: a source address is easily forged, so a check from there must not
   * cut off whoever was there before. Called again with every check that passes.
   */
  void addPath(NetworkPath path, Transport transport);

  /** The path belongs to nobody; ignored when it belongs to another transport. */
  void removePath(NetworkPath path, Transport transport);

  /** A task for any thread that makes the worker call {@link Transport#handleDtlsProgress} soon. */
  Runnable wakeUp(Transport transport);
}
