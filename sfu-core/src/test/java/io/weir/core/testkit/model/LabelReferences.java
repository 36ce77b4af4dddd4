package io.weir.core.testkit.model;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what frames depend on by what their encoder says itself: finer than any descriptor, which
 * tells nothing of frames that were left out without a trace. One thread.
 */
final class LabelReferences {
  private final Set<Integer> decodable = new HashSet<>();
  private @Nullable FrameLabel newest;
  private boolean holed;

  /** Takes the next whole frame. */
  Verdict take(ModelFrame frame) {
    FrameLabel now = frame.label();
    FrameLabel before = newest;
    newest = now;
    holed |= frame.hiddenBefore() > 0;
    if (before == null || !before.sameSource(now) || frame.isKey()) {
      // The decoder's buffers hold another picture from here on.
      decodable.clear();
    } else if (now.frame() - before.frame() <= 0) {
      return Verdict.fault("follows frame " + before.frame());
    }
    if (frame.isKey()) {
      holed = false;
    }
    for (int reference : now.references()) {
      if (!decodable.contains(reference)) {
        return Verdict.lacks(
            holed, "is predicted from frame %d, which was never sent".formatted(reference));
      }
    }
    decodable.add(now.frame());
    return Verdict.DECODABLE;
  }
}
