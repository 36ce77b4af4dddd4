package io.weir.bench.load.media;

import io.weir.core.buffer.Packet;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.stun.IceRole;
import io.weir.core.stun.MessageIntegrity;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunResponseReader;
import io.weir.core.stun.StunVerdict;
import io.weir.core.stun.StunWriter;
import io.weir.core.stun.UsernameFragments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A full ICE agent (RFC 8445) with one host candidate and one component, towards lite and full
 * agents, in either role. Media thread only.
 *
 * <p>It checks the server's candidates in order of priority, 50 ms apart, until one answers.
 * Towards a lite agent or a single candidate it nominates with the first check, otherwise the first
 * pair that worked. Afterwards it keeps consent (RFC 7675).
 */
final class IceAgent {
  /** RFC 8445 §5.1.2.1: of a host candidate, one component. */
  static final long PRIORITY = (126L << 24) | (65_535 << 8) | 255;

  private static final long PACE_NS = 50_000_000;
  private static final long CONSENT_NS = 4_000_000_000L;
  private static final long CONSENT_SPREAD_NS = 2_000_000_000L;

  /** RFC 7675 §5.1: consent ends after 30 s without an answer. */
  private static final long EXPIRY_NS = 30_000_000_000L;

  /** How long it looks for a path at first. */
  private static final long PATIENCE_NS = 20_000_000_000L;

  private final ThreadContext context;
  private final Sender sender;
  private final Random random;
  private final long localUfragKey;
  private final String localUfrag;
  private final MessageIntegrity localKey;
  private final boolean answers;
  private final long tieBreaker;

  private IceRole role;
  private boolean nominatesAtOnce;
  private byte[] username = {};
  private byte[] remoteUfrag = {};
  private @Nullable MessageIntegrity remoteKey;
  private List<IcePair> pairs = new ArrayList<>();
  private @Nullable IcePair selected;
  private long startedNs;
  private long nextCheckNs = TimerHeap.NEVER;
  private long lastAnswerNs;
  private long roundTripNs;
  private @Nullable String failure;

  /** Sends what the agent has written to the send queue. */
  @FunctionalInterface
  interface Sender {
    /** Commits the datagram that was written at the send queue's next place. */
    void send(int length, IcePair pair, long nowNs);
  }

  IceAgent(ThreadContext context, IceParameters local, boolean answers, long seed, Sender sender) {
    this.context = context;
    this.sender = sender;
    this.answers = answers;
    random = new Random(seed);
    tieBreaker = random.nextLong();
    role = answers ? IceRole.CONTROLLED : IceRole.CONTROLLING;
    localUfrag = local.usernameFragment();
    localUfragKey = UsernameFragments.parse(localUfrag);
    localKey = new MessageIntegrity(local.password());
  }

  /** Begins to check; again with other credentials to restart (RFC 8445 §9). */
  void start(RemoteMedia remote, long nowNs) {
    role = remote.lite() || !answers ? IceRole.CONTROLLING : IceRole.CONTROLLED;
    username =
        (remote.ice().usernameFragment() + ":" + localUfrag).getBytes(StandardCharsets.UTF_8);
    remoteUfrag = remote.ice().usernameFragment().getBytes(StandardCharsets.UTF_8);
    remoteKey = new MessageIntegrity(remote.ice().password());
    selected = null;
    pairs = new ArrayList<>();
    remote.candidates().forEach(this::add);
    nominatesAtOnce = remote.lite() || pairs.size() == 1;
    startedNs = nowNs;
    lastAnswerNs = nowNs;
    nextCheckNs = nowNs;
  }

  /** Adds a candidate, trickled or from the description. */
  void add(IceCandidate candidate) {
    if (!candidate.transport().equalsIgnoreCase("udp")) {
      return;
    }
    IcePair pair = IcePair.of(candidate, pairs.size());
    if (pair != null && find(pair.high(), pair.low(), pair.port()) == null) {
      pairs.add(pair);
      pairs.sort((one, other) -> Long.compare(other.priority(), one.priority()));
      if (nextCheckNs == TimerHeap.NEVER && remoteKey != null) {
        nextCheckNs = startedNs;
      }
    }
  }

  /** The path that was chosen, or null. */
  @Nullable IcePair selected() {
    return selected;
  }

  /** Last measured round trip, or 0. */
  long roundTripNs() {
    return roundTripNs;
  }

  /** Why there is no path, for people; null while there is hope. */
  @Nullable String failure() {
    return failure;
  }

  /** When {@link #handleTimeout} is due. */
  long nextDeadlineNs() {
    return nextCheckNs;
  }

  /** Takes a STUN message; true when a path was chosen by it. */
  boolean handlePacket(Packet packet, long nowNs) {
    IcePair before = selected;
    if (StunResponseReader.isRequest(packet.segment(), packet.offset)) {
      handleRequest(packet, nowNs);
    } else {
      handleResponse(packet, nowNs);
    }
    return before == null && selected != null;
  }

  /** Sends the next check. */
  void handleTimeout(long nowNs) {
    if (!Deadlines.isDue(nextCheckNs, nowNs)) {
      return;
    }
    IcePair path = selected;
    if (path != null) {
      if (nowNs - lastAnswerNs > EXPIRY_NS) {
        fail("The server has not answered ICE checks for 30 s");
        return;
      }
      check(path, false, nowNs);
      nextCheckNs = nowNs + CONSENT_NS + (long) (random.nextDouble() * CONSENT_SPREAD_NS);
      return;
    }
    if (nowNs - startedNs > PATIENCE_NS) {
      fail(pairs.isEmpty() ? "The server named no UDP candidate" : unanswered());
      return;
    }
    IcePair due = nextPair(nowNs);
    if (due != null) {
      check(due, nominatesAtOnce || due.isNominated(), nowNs);
    }
    nextCheckNs = nowNs + PACE_NS;
  }

  private String unanswered() {
    return "No ICE check was answered within 20 s by "
        + String.join(", ", pairs.stream().map(IcePair::toString).toList())
        + "; is UDP let through?";
  }

  private void fail(String sentence) {
    failure = sentence;
    nextCheckNs = TimerHeap.NEVER;
  }

  /** The pair whose check is due longest, new ones in order of priority first. */
  private @Nullable IcePair nextPair(long nowNs) {
    for (IcePair pair : pairs) {
      if (pair.isDue(nowNs)) {
        return pair;
      }
    }
    return null;
  }

  private void check(IcePair pair, boolean nominates, long nowNs) {
    MessageIntegrity key = remoteKey;
    if (key == null) {
      return;
    }
    SendQueue output = context.output();
    long at = output.reserve();
    int length =
        context
            .stunWriter()
            .writeRequest(
                pair.newTransaction(nowNs),
                pair.secret(tieBreaker),
                username,
                PRIORITY,
                role,
                tieBreaker,
                nominates,
                key,
                output.memory(),
                at);
    sender.send(length, pair, nowNs);
  }

  private void handleResponse(Packet packet, long nowNs) {
    StunResponseReader response = context.stunResponses();
    MessageIntegrity key = remoteKey;
    if (key == null || !response.read(packet.segment(), packet.offset, packet.length)) {
      return;
    }
    IcePair pair = answered(response);
    if (pair == null) {
      return;
    }
    if (response.error() == StunWriter.ROLE_CONFLICT) {
      role = role == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING;
      pair.makeDue();
      nextCheckNs = nowNs;
      return;
    }
    if (response.error() != StunResponseReader.NO_ERROR || !response.hasIntegrity(key)) {
      return;
    }
    lastAnswerNs = nowNs;
    roundTripNs = pair.succeed(response.transactionHigh(), nowNs);
    if (selected != null) {
      return;
    }
    if (role == IceRole.CONTROLLED ? pair.isNominated() : nominatesAtOnce || pair.isNominated()) {
      select(pair, nowNs);
    } else if (role == IceRole.CONTROLLING) {
      pair.nominate();
      check(pair, true, nowNs);
    }
  }

  private void select(IcePair pair, long nowNs) {
    selected = pair;
    nextCheckNs = nowNs + CONSENT_NS;
  }

  private @Nullable IcePair answered(StunResponseReader response) {
    for (IcePair pair : pairs) {
      if (pair.isMine(response.transactionHigh())
          && pair.secret(tieBreaker) == response.transactionLow()) {
        return pair;
      }
    }
    return null;
  }

  private void handleRequest(Packet packet, long nowNs) {
    StunBindingValidator request = context.stunRequests();
    if (request.validate(packet.segment(), packet.offset, packet.length)
            != StunVerdict.BINDING_REQUEST
        || request.localUfragKey() != localUfragKey
        || (remoteUfrag.length > 0 && !request.isRemoteUfrag(remoteUfrag))
        || !request.hasIntegrity(localKey)) {
      return;
    }
    IcePair pair = find(packet.sourceHigh, packet.sourceLow, packet.sourcePort);
    if (pair == null) {
      pair =
          new IcePair(
              packet.sourceHigh,
              packet.sourceLow,
              packet.sourcePort,
              request.priority(),
              pairs.size());
      pairs.add(pair); // RFC 8445 §7.3.1.3: a peer-reflexive candidate
    }
    SendQueue output = context.output();
    long at = output.reserve();
    int length =
        context
            .stunWriter()
            .writeSuccess(
                request,
                packet.sourceHigh,
                packet.sourceLow,
                packet.sourcePort,
                localKey,
                output.memory(),
                at);
    sender.send(length, pair, nowNs);
    if (role == IceRole.CONTROLLED && request.useCandidate()) {
      pair.nominate();
      if (pair.hasSucceeded()) {
        select(pair, nowNs);
      }
    }
    if (!pair.hasSucceeded() && remoteKey != null) {
      check(pair, nominatesAtOnce, nowNs); // §7.3.1.4: a triggered check
    }
  }

  private @Nullable IcePair find(long high, long low, int port) {
    for (IcePair pair : pairs) {
      if (pair.low() == low && pair.port() == port && pair.high() == high) {
        return pair;
      }
    }
    return null;
  }
}
