package io.weir.core.testkit;

import io.weir.core.control.IceParameters;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;

/**
 * The controlling, full-ICE end of checks against an ICE-lite server: pure bytes in and out, for
 * real sockets as for simulated ones. One thread; everything follows from the seed.
 */
public final class StunClient {
  /** Priority of a host candidate (RFC 8445 §5.1.2.1). */
  private static final int PRIORITY = 126 << 24 | 65535 << 8 | 255;

  private final IceParameters local;
  private final IceParameters remote;
  private final Random random;
  private final long tieBreaker;
  private final Set<String> open = new HashSet<>();

  /** A client with its own parameters that talks to a server with the given ones. */
  public StunClient(IceParameters local, IceParameters remote, long seed) {
    this.local = local;
    this.remote = remote;
    random = new Random(seed);
    tieBreaker = random.nextLong();
  }

  /** A check that keeps consent or finds a path. */
  public byte[] check() {
    return sign(request());
  }

  /** A check that nominates the path it is sent over. */
  public byte[] nominate() {
    return sign(request().useCandidate());
  }

  /** The answer, verified; throws if it is wrong or answers no check of ours. */
  public StunResponse receive(byte[] response) {
    StunResponse read = StunResponse.read(response, remote.password());
    if (!open.remove(read.transactionId())) {
      throw new IllegalArgumentException("answers no open check");
    }
    return read;
  }

  /** Whether a datagram is STUN rather than DTLS or SRTP (RFC 7983 §7). */
  public static boolean isStun(byte[] datagram) {
    return datagram.length >= 20 && datagram[0] >= 0 && datagram[0] <= 3;
  }

  /** A check without credentials yet, for tests that get something wrong. */
  public StunMessageBuilder request() {
    return StunMessageBuilder.bindingRequest(transactionId())
        .username(remote.usernameFragment() + ":" + local.usernameFragment())
        .priority(PRIORITY)
        .controlling(tieBreaker);
  }

  /** Completes a message with the right signature. */
  public byte[] sign(StunMessageBuilder message) {
    return message.integrity(remote.password()).fingerprint().build();
  }

  /** A new transaction id, whose answer {@link #receive} will take. */
  public byte[] transactionId() {
    byte[] id = new byte[12];
    random.nextBytes(id);
    open.add(hex(id));
    return id;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
