package io.weir.core.control;

/** Why a slot that has a track is sent nothing of it. */
public enum SlotPause {
  /** The subscriber's link has no room for it. */
  BANDWIDTH,
  /** Its media is dropped, by its publisher's wish or a moderator's. */
  MUTED,
  /** Its publisher sends none of it at present. */
  INACTIVE
}
