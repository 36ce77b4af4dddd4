package io.weir.core.ice;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.control.IceParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.stun.MessageIntegrity;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The ICE-lite end of one association (RFC 8445 §2.5): it answers checks, learns the peer's
 * addresses from them and sends where the peer nominates. Worker thread only.
 *
 * <pre>
 *   no path ──check passes──▶ validated ──USE-CANDIDATE──▶ nominated     (RFC 8445 §7.3.1.5)
 *      ▲                          │                         │    ▲
 *      └───── 30 s silence,  ─────┴─────────────────────────┘    └─ another USE-CANDIDATE
 *             TCP connection ended                                 (RFC 6544 §9)
 * </pre>
 *
 * <p>A lite agent never sends checks. The peer is therefore always the controlling one, and silence
 * is all there is to tell that it no longer wants to be sent to (RFC 7675 §5.1).
 */
public final class IceLiteAgent {
  /** No session has more paths. */
  public static final int MAX_PATHS = 16;

  /** Of these, no session has more TCP connections: a worker cannot have many. */
  public static final int MAX_TCP_PATHS = 4;

  /** A path without an authenticated packet for so long is forgotten (RFC 7675 §5.1). */
  public static final long CONSENT_TIMEOUT_NS = 30_000_000_000L;

  /** When all paths, or TCP paths, are in use, one silent for so long gives way to a new one. */
  private static final long REPLACEABLE_AFTER_NS = 5_000_000_000L;

  private final PacketCounters counters;
  private final Listener listener;
  private final StunWriter writer = new StunWriter();
  private final PathTable paths = new PathTable(MAX_PATHS);

  private IceCredentials current;
  private @Nullable IceCredentials previous;
  private @Nullable NetworkPath selected;
  private long deadlineNs = Long.MAX_VALUE;

  /** Hears what changed, from inside the agent's methods (the constructor too). */
  public interface Listener {
    /** Checks for this {@code UsernameFragments} key are to be handed to the agent. */
    void onUsernameFragmentAdded(long key);

    /** Checks for this key are no longer answered. */
    void onUsernameFragmentRemoved(long key);

    /** A check passed: packets from this path are the peer's. Said again with every check. */
    void onPathValidated(NetworkPath path);

    /** The path is forgotten; it may have been the selected one. */
    void onPathRemoved(NetworkPath path);

    /** {@link IceLiteAgent#selectedPath()} is now this one. */
    void onPathSelected(NetworkPath path);
  }

  /**
   * An agent that answers checks from now on.
   *
   * @param local its username fragment is one of {@code UsernameFragments}
   * @param remote what the peer's offer said
   */
  public IceLiteAgent(
      IceParameters local, IceParameters remote, PacketCounters counters, Listener listener) {
    this.counters = counters;
    this.listener = listener;
    current = new IceCredentials(local, remote);
    listener.onUsernameFragmentAdded(current.localUfragKey());
  }

  /**
   * Where to send; null before the first check passed and after all paths fell silent.
   *
   * <p>Until the peer nominates it is the path that first passed a check: an answer is as welcome
   * there as a STUN response, and DTLS need not wait for nomination, which saves a round trip.
   */
  public @Nullable NetworkPath selectedPath() {
    return selected;
  }

  /**
   * Begins an ICE restart (RFC 8445 §9, RFC 8839 §4.4.1.1.1). The old credentials stay good until a
   * check with the new ones passes, and paths stay until they fall silent, so that media goes on.
   *
   * @throws IllegalArgumentException when the local username fragment is not a new one
   */
  public void restart(IceParameters local, IceParameters remote) {
    IceCredentials next = new IceCredentials(local, remote);
    if (next.localUfragKey() == current.localUfragKey()
        || (previous != null && next.localUfragKey() == previous.localUfragKey())) {
      throw new IllegalArgumentException("an ICE restart needs a new ufrag");
    }
    if (previous == null) {
      previous = current;
    } else {
      // Two restarts in a row: the one in between never came into use.
      listener.onUsernameFragmentRemoved(current.localUfragKey());
    }
    current = next;
    listener.onUsernameFragmentAdded(next.localUfragKey());
  }

  /**
   * Answers a validated request (RFC 8445 §7.3).
   *
   * @param packet tells where it came from
   * @param out takes up to {@link StunWriter#MAX_LENGTH} bytes
   * @return length of the response, to be sent to where the request came from; 0 for none
   */
  public int handleBindingRequest(
      StunBindingValidator request, Packet packet, MemorySegment out, long outOffset, long nowNs) {
    IceCredentials credentials = credentialsFor(request);
    if (credentials == null) {
      counters.increment(PacketCounter.STUN_UNKNOWN_USERNAME);
      return 0;
    }
    MessageIntegrity key = credentials.integrity();
    if (!request.hasIntegrity(key)) {
      counters.increment(PacketCounter.STUN_BAD_INTEGRITY);
      return 0;
    }
    if (request.unknownAttributeCount() > 0) {
      // RFC 8489 §6.3.1: an unknown comprehension-required attribute is answered with 420.
      counters.increment(PacketCounter.STUN_REFUSED);
      return writer.writeUnknownAttributes(request, key, out, outOffset);
    }
    if (request.controlled()) {
      // RFC 8445 §7.3.1.1: a lite agent cannot switch to controlling, so the peer has to.
      counters.increment(PacketCounter.STUN_REFUSED);
      return writer.writeRoleConflict(request, key, out, outOffset);
    }
    int index = learn(packet, nowNs);
    if (index == PathTable.NOT_FOUND) {
      counters.increment(PacketCounter.STUN_TOO_MANY_ADDRESSES);
      return 0;
    }
    finishRestart(credentials);
    // RFC 8445 §7.3.1.5. The latest nomination counts, whether the peer nominates regularly or
    // aggressively (RFC 5245): it repeats USE-CANDIDATE on the pair that it wants.
    if (request.useCandidate() || selected == null) {
      select(paths.path(index));
    }
    return writer.writeSuccess(
        request, packet.sourceHigh, packet.sourceLow, packet.sourcePort, key, out, outOffset);
  }

  /** The path that a packet came over: the agent's own object if it knows the path. */
  public NetworkPath pathOf(Packet packet) {
    int index = paths.find(packet);
    return index == PathTable.NOT_FOUND ? packet.source() : paths.path(index);
  }

  /** Notes that an authenticated packet (SRTP, DTLS of this association) came from a path. */
  public void onPacket(Packet packet, long nowNs) {
    int index = paths.find(packet);
    if (index != PathTable.NOT_FOUND) {
      paths.heard(index, nowNs);
    }
  }

  /** A path is no more; its packets go where the peer was heard last, if anywhere. */
  public void handlePathLost(NetworkPath path) {
    int index = paths.find(path);
    if (index != PathTable.NOT_FOUND) {
      remove(index);
      selectAnother();
      deadlineNs = nextExpiryNs();
    }
  }

  /** Forgets paths that fell silent. */
  public void handleTimeout(long nowNs) {
    if (deadlineNs == Long.MAX_VALUE || deadlineNs - nowNs > 0) {
      return;
    }
    for (int i = paths.size() - 1; i >= 0; i--) {
      if (nowNs - paths.lastHeardNs(i) >= CONSENT_TIMEOUT_NS) {
        remove(i);
      }
    }
    selectAnother();
    deadlineNs = nextExpiryNs();
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  /** Takes every path and username fragment back from the listener; the agent is then finished. */
  public void close() {
    for (int i = paths.size() - 1; i >= 0; i--) {
      remove(i);
    }
    deadlineNs = Long.MAX_VALUE;
    dropPrevious();
    listener.onUsernameFragmentRemoved(current.localUfragKey());
  }

  private @Nullable IceCredentials credentialsFor(StunBindingValidator request) {
    if (current.matchUsername(request)) {
      return current;
    }
    return previous != null && previous.matchUsername(request) ? previous : null;
  }

  /** Position of the packet's path, added if need be; {@link PathTable#NOT_FOUND} if refused. */
  private int learn(Packet packet, long nowNs) {
    int index = paths.find(packet);
    if (index != PathTable.NOT_FOUND) {
      paths.heard(index, nowNs);
      listener.onPathValidated(paths.path(index));
      return index;
    }
    NetworkPath path = packet.source();
    boolean tooManyTcp = path.isTcp() && paths.tcpCount() >= MAX_TCP_PATHS;
    if ((tooManyTcp || paths.isFull()) && !replaceSilent(tooManyTcp, nowNs)) {
      return PathTable.NOT_FOUND;
    }
    paths.add(path, nowNs);
    if (deadlineNs == Long.MAX_VALUE) {
      deadlineNs = nowNs + CONSENT_TIMEOUT_NS;
    }
    listener.onPathValidated(path);
    return paths.size() - 1;
  }

  private boolean replaceSilent(boolean onlyTcp, long nowNs) {
    int index = paths.longestSilent(selected, onlyTcp);
    if (index == PathTable.NOT_FOUND || nowNs - paths.lastHeardNs(index) < REPLACEABLE_AFTER_NS) {
      return false;
    }
    remove(index);
    return true;
  }

  private void remove(int index) {
    NetworkPath path = paths.remove(index);
    if (path.equals(selected)) {
      selected = null;
    }
    listener.onPathRemoved(path);
  }

  private void select(NetworkPath path) {
    if (!path.equals(selected)) {
      selected = path;
      listener.onPathSelected(path);
    }
  }

  /** After the selected path fell silent: the peer is still heard on these, so send there. */
  private void selectAnother() {
    int index = paths.latestHeard();
    if (selected == null && index != PathTable.NOT_FOUND) {
      select(paths.path(index));
    }
  }

  private long nextExpiryNs() {
    int index = paths.longestSilent();
    return index == PathTable.NOT_FOUND
        ? Long.MAX_VALUE
        : paths.lastHeardNs(index) + CONSENT_TIMEOUT_NS;
  }

  private void finishRestart(IceCredentials used) {
    if (used == current) {
      dropPrevious();
    }
  }

  private void dropPrevious() {
    if (previous != null) {
      listener.onUsernameFragmentRemoved(previous.localUfragKey());
      previous = null;
    }
  }
}
