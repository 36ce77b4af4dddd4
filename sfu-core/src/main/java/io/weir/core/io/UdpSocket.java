package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One bound, non-blocking UDP socket that reads and writes in batches. Only its worker's thread may
 * call it.
 *
 * <p>What the kernel refuses is counted and skipped, never thrown: the next datagram has another
 * destination.
 */
interface UdpSocket extends AutoCloseable {
  /** How many messages one {@link #receive} reads at most. */
  int RECEIVE_BATCH = 32;

  /**
   * How many datagrams that may be: some of Linux's messages are trains. The kernel puts up to 64
   * together itself; what a sender on the same machine sends in one piece stays one, since Linux
   * 6.9 up to 128.
   */
  int MAX_RECEIVED = 128 * RECEIVE_BATCH;

  /** Longest datagram taken; longer ones are dropped and counted as truncated. */
  int MAX_DATAGRAM = Packet.CAPACITY - 1;

  /** What is asked of the kernel for either direction: some 0.2 s at 40 MB/s. */
  int KERNEL_BUFFER_BYTES = 8 << 20;

  /** The address and port that it is bound to. */
  InetSocketAddress localAddress();

  /**
   * Reads up to {@link #RECEIVE_BATCH} messages without waiting. Datagrams that find no free
   * packet, or no place in {@code into}, are read and counted all the same, so that the socket
   * never clogs.
   *
   * @param into takes the packets from index 0; each with one reference, for the caller to recycle.
   *     {@link #MAX_RECEIVED} places are enough for all that today's kernels put together
   * @param nowNs becomes their time of arrival
   * @return how many packets were stored
   */
  int receive(@Nullable Packet[] into, long nowNs);

  /** Whether the last {@link #receive} has left nothing to read. */
  boolean isDrained();

  /** Whether neighbouring datagrams of one size for one destination cost less than others. */
  boolean sendsTrains();

  /**
   * Puts a datagram into the batch that the next {@link #flush} sends; at most {@link
   * SendBatch#CAPACITY}.
   *
   * @param offset where it begins in the send batch's memory
   * @param length its length, in bytes
   * @param path where it goes; its socket is this one
   */
  void enqueue(long offset, int length, NetworkPath path);

  /** Hands the batch to the kernel. What does not fit its buffer is dropped and counted. */
  void flush();

  /** Closes the socket and gives its packets back to the pool. */
  @Override
  void close();
}
