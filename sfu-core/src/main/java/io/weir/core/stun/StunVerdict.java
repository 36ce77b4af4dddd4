package io.weir.core.stun;

import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import org.jspecify.annotations.Nullable;

/** What {@link StunBindingValidator} found: a binding request, or why it is to be dropped. */
public enum StunVerdict {
  /** A well-formed binding request for a username of our form; its HMAC is not yet checked. */
  BINDING_REQUEST(null),
  /** Not STUN as RFC 8489 §5 and §14 define it. */
  MALFORMED(PacketCounter.STUN_MALFORMED),
  /** STUN, but no binding request: an ICE-lite agent sends none, so it awaits no response. */
  UNEXPECTED(PacketCounter.STUN_UNEXPECTED),
  /** FINGERPRINT is not there, not last or wrong (required by RFC 8445 §7.2.2). */
  BAD_FINGERPRINT(PacketCounter.STUN_BAD_FINGERPRINT),
  /** USERNAME is not there or cannot be one that Weir gave out. */
  UNKNOWN_USERNAME(PacketCounter.STUN_UNKNOWN_USERNAME),
  /** MESSAGE-INTEGRITY is not there. */
  NO_INTEGRITY(PacketCounter.STUN_BAD_INTEGRITY);

  private final @Nullable PacketCounter dropCounter;

  StunVerdict(@Nullable PacketCounter dropCounter) {
    this.dropCounter = dropCounter;
  }

  /** Counts the drop; a binding request counts nothing. */
  public void countDrop(PacketCounters counters) {
    if (dropCounter != null) {
      counters.increment(dropCounter);
    }
  }
}
