package io.weir.core.rtp;

import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;

/**
 * How the header extensions of one track go into one slot: which of the publisher's ids is which of
 * the subscriber's. What either side did not negotiate, and what concerns one hop alone, is left
 * out. Worker thread only.
 */
public final class ExtensionRelay {
  private static final int IDS = 256;
  private static final int NONE = 0;

  private final byte[] ids;
  private final int captureTimeId;
  private final int descriptorId;
  private final boolean empty;

  /** What to add to the source's frame numbers, once the first one has come. */
  private int frameOffset;

  private boolean framesPlaced;

  /**
   * A relay from a publisher's m-line to a subscriber's.
   *
   * @param source what was negotiated with the publisher
   * @param target what was negotiated for the slot
   */
  public ExtensionRelay(RtpParameters source, RtpParameters target) {
    ids = new byte[IDS];
    boolean any = false;
    for (HeaderExtensionId extension : HeaderExtensionId.values()) {
      int from = source.extensionId(extension);
      int to = target.extensionId(extension);
      if (extension.isRelayed() && from != NONE && to != NONE && fits(extension, target)) {
        ids[from] = (byte) to;
        any = true;
      }
    }
    this.empty = !any;
    this.captureTimeId = source.extensionId(HeaderExtensionId.ABS_CAPTURE_TIME);
    this.descriptorId = source.extensionId(HeaderExtensionId.DEPENDENCY_DESCRIPTOR);
  }

  /** A relay to another slot for which the same was negotiated. */
  public ExtensionRelay(ExtensionRelay like) {
    ids = like.ids;
    captureTimeId = like.captureTimeId;
    descriptorId = like.descriptorId;
    empty = like.empty;
  }

  /**
   * Descriptors refer to a structure that comes with key frames and is longer than the one-byte
   * form takes: without it the others are worse than none, for receivers drop their frames.
   */
  private static boolean fits(HeaderExtensionId extension, RtpParameters target) {
    return extension != HeaderExtensionId.DEPENDENCY_DESCRIPTOR || target.takesLongExtensions();
  }

  /** Whether nothing of the source is passed on. */
  boolean isEmpty() {
    return empty;
  }

  /** The subscriber's id for one of the publisher's, or 0 to leave the element out. */
  int targetId(int sourceId) {
    return ids[sourceId] & 0xFF;
  }

  boolean isCaptureTime(int sourceId) {
    return sourceId == captureTimeId;
  }

  boolean isDependencyDescriptor(int sourceId) {
    return sourceId == descriptorId;
  }

  /**
   * The slot's number for a frame of the source: one that the source numbers first follows {@code
   * newest}, the others keep their distance from it.
   */
  int frameNumber(int sourceNumber, int newest) {
    if (!framesPlaced) {
      framesPlaced = true;
      frameOffset = newest + 1 - sourceNumber;
    }
    return (sourceNumber + frameOffset) & 0xFFFF;
  }
}
