package io.weir.signaling.whip;

import io.weir.signaling.auth.Right;
import io.weir.signaling.session.Participant.Role;

/** The two protocols that carry one offer and its answer over HTTP. */
enum MediaProtocol {
  /** Publishing (RFC 9725). */
  WHIP("whip", Right.PUBLISH, Role.PRESENTER),
  /** Viewing (draft-ietf-wish-whep-03). */
  WHEP("whep", Right.SUBSCRIBE, Role.VIEWER);

  private final String path;
  private final Right right;
  private final Role role;

  MediaProtocol(String path, Right right, Role role) {
    this.path = path;
    this.right = right;
    this.role = role;
  }

  /** First segment of its addresses. */
  String path() {
    return path;
  }

  /** What a token must allow. */
  Right right() {
    return right;
  }

  /** What its participants are in a room for. */
  Role role() {
    return role;
  }
}
