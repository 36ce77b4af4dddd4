package io.weir.core.control;

/** Why a slot shows something else than before. */
public enum SlotReason {
  /** The subscriber asked for it. */
  VIEW,
  /** The server's automatic choice. */
  AUTOMATIC,
  /** The track shown was unpublished. */
  UNPUBLISHED,
  /** The participant shown left. */
  LEFT,
  /** The subscriber cannot decode the track's codec. */
  CODEC,
  /** The subscriber's link cannot carry it. */
  BANDWIDTH
}
