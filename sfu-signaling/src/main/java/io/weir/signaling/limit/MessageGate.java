package io.weir.signaling.limit;

import io.weir.signaling.config.Limits;
import java.util.concurrent.TimeUnit;

/**
 * Holds one WebSocket to its limits: how many messages it sends, and how long it may take to join.
 * Signaling's event loop only.
 */
public final class MessageGate {

  private final Gatekeeper gatekeeper;
  private final Limits limits;
  private final String address;
  private final Rate messages;
  private final Rate refusals;
  private boolean joined;
  private boolean closed;
  private long unjoinedSinceNs;

  /** What becomes of a message. */
  public enum Verdict {
    /** It is carried out. */
    PASS,
    /** It is refused, and the client may go on. */
    REFUSE,
    /** The client did not listen to refusals: the connection ends. */
    CLOSE
  }

  MessageGate(Gatekeeper gatekeeper, Limits limits, String address, long nowNs) {
    this.gatekeeper = gatekeeper;
    this.limits = limits;
    this.address = address;
    this.messages = new Rate(limits.messagesPerSecond(), nowNs);
    this.refusals = new Rate(limits.messagesPerSecond(), nowNs);
    this.unjoinedSinceNs = nowNs;
    gatekeeper.addUnjoined(address);
  }

  /** Counts a message; before joining each is an attempt to join. */
  public Verdict onMessage(long nowNs) {
    boolean passes = messages.take(nowNs) && (joined || gatekeeper.admitsJoin(address, nowNs));
    if (passes) {
      return Verdict.PASS;
    }
    return refusals.take(nowNs) ? Verdict.REFUSE : Verdict.CLOSE;
  }

  /** Says whether it is in a room now. */
  public void joined(boolean now, long nowNs) {
    if (now == joined || closed) {
      return;
    }
    joined = now;
    if (now) {
      gatekeeper.removeUnjoined(address);
    } else {
      unjoinedSinceNs = nowNs;
      gatekeeper.addUnjoined(address);
    }
  }

  /** Whether it has been in no room for longer than it may. */
  public boolean isOverdue(long nowNs) {
    return !joined && nowNs - unjoinedSinceNs >= TimeUnit.SECONDS.toNanos(limits.joinSeconds());
  }

  /** The connection is gone. */
  public void close() {
    if (!joined && !closed) {
      gatekeeper.removeUnjoined(address);
    }
    closed = true;
  }
}
