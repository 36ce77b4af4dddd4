package io.weir.core.testkit;

/**
 * Traffic of others that shares a link's rate and queue; its datagrams reach nobody. One instance
 * serves one link. One thread.
 */
public interface CompetingFlow {
  /** Bytes of each of its datagrams. */
  int DATAGRAM_BYTES = 1_200;

  /** When it has something to do next; {@code Long.MAX_VALUE} when nothing. */
  long nextDeadlineNs();

  /** How many datagrams it sends now. */
  int handleTimeout(long nowNs);

  /** One of its datagrams went through. */
  void handleDelivered(long nowNs);

  /** One of its datagrams was lost or dropped. */
  void handleLost(long nowNs);
}
