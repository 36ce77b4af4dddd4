package io.weir.bench.load.signal;

import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;

/**
 * What signaling asks of a client: who it is, its descriptions, what to do with the server's.
 * Signaling's event loops call it.
 */
public interface Peer {

  /** Of the whole test, unlike any other. */
  String name();

  String room();

  boolean publishes();

  boolean watches();

  /** A fresh offer: for servers that answer. */
  ClientOffer offer() throws DescriptionException;

  /** The server's answer to that offer; media begins, or goes on differently. */
  void accept(ClientOffer offer, String answer) throws DescriptionException;

  /** The answer to a server's offer; media begins, or goes on differently. */
  String answer(String offer) throws DescriptionException;

  /** Whether it still wants to get in. */
  boolean isWaiting();

  /** The server ended it, for a reason; unless the client itself had left. */
  void ended(String reason);

  /** The server asked to come again later. */
  void postponed(String reason);
}
