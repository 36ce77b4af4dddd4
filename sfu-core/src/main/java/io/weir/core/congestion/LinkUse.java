package io.weir.core.congestion;

/** What the delay of packets says of a link (draft-ietf-rmcat-gcc-02 §5.4). */
enum LinkUse {
  /** Its queue neither grows nor shrinks. */
  NORMAL,
  /** Its queue grows. */
  OVERUSED,
  /** Its queue shrinks. */
  UNDERUSED
}
