package io.weir.core.stun;

/** Which end of a session chooses the path (RFC 8445 §6.1.1). */
public enum IceRole {
  /** It nominates. */
  CONTROLLING,
  /** It takes what was nominated. */
  CONTROLLED
}
