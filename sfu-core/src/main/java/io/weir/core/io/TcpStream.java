package io.weir.core.io;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * One accepted, non-blocking TCP connection as the system knows it. Only its worker's thread may
 * call it; nothing is thrown, because whatever fails there concerns this client alone.
 */
interface TcpStream extends AutoCloseable {
  /** What {@link #read} and {@link #write} return once the connection is of no more use. */
  int ENDED = -1;

  /** The client's end. */
  InetSocketAddress remoteAddress();

  /** Reads bytes to the beginning of some memory; 0 when there are none now, or {@link #ENDED}. */
  int read(MemorySegment into);

  /** Writes as many bytes as the system takes; returns their number, or {@link #ENDED}. */
  int write(MemorySegment from, long offset, int length);

  /** Whether {@link TcpSystem#poll} is to tell when it takes bytes again; at first it does not. */
  void watchWritable(boolean watch);

  /** Ends the connection. */
  @Override
  void close();
}
