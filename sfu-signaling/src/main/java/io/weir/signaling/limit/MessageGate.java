package io.weir.signaling.limit;

import io.weir.signaling.config.Limits;
import java.util.concurrent.TimeUnit;

/**
 * Holds one WebSocket to its limits: how many messages it sends, and how long it may take to join.
 * Signaling's event loop only.
 */
public final class MessageGate {

  /** Far less than may wait for a client, as each may be passed on to everybody in the room. */
  private static final int CHARACTERS_PER_MESSAGE = 2560;

  /** Three of the largest messages at once, and two more each second. */
  private static final int MIN_CHARACTERS = 50 * CHARACTERS_PER_MESSAGE;

  /** Longer ones are offers, of which nobody else gets a copy: they count as long as this. */
  private static final int LONGEST_PASSED_ON = 64 * 1024;

  private static final int MAX_CHARACTERS = 1_000_000_000;
  private static final int CHARACTERS_BURST_SECONDS = 2;

  private final Gatekeeper gatekeeper;
  private final Limits limits;
  private final String address;
  private final Rate messages;
  private final Rate characters;
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
    this.characters = new Rate(charactersPerSecond(limits), CHARACTERS_BURST_SECONDS, nowNs);
    this.refusals = new Rate(limits.messagesPerSecond(), nowNs);
    this.unjoinedSinceNs = nowNs;
    gatekeeper.addUnjoined(address);
  }

  private static int charactersPerSecond(Limits limits) {
    long wanted = (long) limits.messagesPerSecond() * CHARACTERS_PER_MESSAGE;
    return Math.clamp(wanted, MIN_CHARACTERS, MAX_CHARACTERS);
  }

  /** Counts a message and its characters; before joining each is an attempt to join. */
  public Verdict onMessage(int length, long nowNs) {
    boolean passes =
        messages.take(nowNs)
            && characters.take(Math.min(length, LONGEST_PASSED_ON), nowNs)
            && (joined || gatekeeper.admitsJoin(address, nowNs));
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
