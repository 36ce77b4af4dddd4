package io.weir.core.testkit.model;

import io.weir.core.testkit.model.Descriptor.Begins;
import io.weir.core.testkit.model.StreamJudge.Kept;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a stream's packets in the order of their numbers, which puts frames together as
 * a receiver does and says what is wrong. One thread.
 */
final class StreamWalk {
  private final List<String> faults = new ArrayList<>();
  private final PictureReferences pictures = new PictureReferences();
  private final LabelReferences labels = new LabelReferences();
  private @Nullable ModelFrame open;
  private @Nullable ModelFrame before;
  private @Nullable FrameLabel source;
  private long previous = -1;
  private int hidden;
  private int holes;
  private int frames;
  private int decodable;
  private int cut;

  List<String> faults() {
    return faults;
  }

  int holes() {
    return holes;
  }

  int cut() {
    return cut;
  }

  int frames() {
    return frames;
  }

  int decodable() {
    return decodable;
  }

  /** Takes the packet that has the next number of those that are there. */
  void take(long sequence, Kept packet) {
    int missing = previous < 0 ? 0 : (int) (sequence - previous - 1);
    previous = sequence;
    if (missing > 0) {
      holes += missing;
      hidden += missing;
      breakOff();
    }
    FrameLabel label = packet.label();
    Descriptor descriptor = packet.descriptor();
    if (!packet.problem().isEmpty()) {
      faults.add("Packet %d: %s.".formatted(sequence, packet.problem()));
    }
    if (label == null || descriptor == null) {
      takeEmpty(sequence);
      return;
    }
    ModelFrame frame = open;
    if (frame != null && frame.timestamp() != packet.timestamp()) {
      if (descriptor.key() && label.index() == 0) {
        cut++; // The slot was emptied meanwhile; nothing after this needs the frame.
      } else {
        fault(frame, "has no end: packet %d has another timestamp".formatted(sequence));
      }
      breakOff();
      frame = null;
    }
    if (frame == null) {
      frame = begin(sequence, packet, descriptor, label, missing > 0);
    } else {
      goOn(frame, sequence, descriptor, label);
    }
    frame.add(descriptor);
    if (packet.marker()) {
      open = null;
      finish(frame);
    }
  }

  private void takeEmpty(long sequence) {
    ModelFrame frame = open;
    if (frame != null) {
      fault(frame, "is torn by packet %d, which is empty".formatted(sequence));
      breakOff();
    }
  }

  /** The open frame will never be whole. */
  private void breakOff() {
    if (open != null) {
      open = null;
      hidden++;
    }
  }

  private ModelFrame begin(
      long sequence, Kept packet, Descriptor descriptor, FrameLabel label, boolean afterHole) {
    ModelFrame frame = new ModelFrame(sequence, packet.timestamp(), descriptor, label, hidden);
    open = frame;
    boolean midway = descriptor.begins() == Begins.NO || label.index() != 0;
    if (midway && !afterHole) {
      fault(
          frame, "has no beginning: packet %d is its number %d".formatted(sequence, label.index()));
    }
    FrameLabel last = source;
    boolean other = last == null || !last.sameSource(label);
    if (other && (midway || !label.references().isEmpty())) {
      fault(
          frame,
          "is the first of another source, after %s, and its packet %d begins no key frame"
              .formatted(last == null ? "nothing" : last.source(), sequence));
    }
    source = label;
    return frame;
  }

  private void goOn(ModelFrame frame, long sequence, Descriptor descriptor, FrameLabel label) {
    if (descriptor.begins() == Begins.YES) {
      fault(frame, "has a second beginning at packet %d".formatted(sequence));
    } else if (!frame.label().sameFrame(label)) {
      fault(frame, "goes on at packet %d with %s".formatted(sequence, label.name()));
    } else if (frame.nextIndex() != label.index()) {
      fault(frame, "goes on at packet %d with its number %d".formatted(sequence, label.index()));
    } else if (!frame.descriptor().sameFrame(descriptor)) {
      fault(frame, "goes on at packet %d with other numbers: %s".formatted(sequence, descriptor));
    }
  }

  private void finish(ModelFrame frame) {
    if (!frame.isWhole()) {
      hidden++;
      return;
    }
    hidden = 0;
    frames++;
    ModelFrame last = before;
    before = frame;
    if (last != null && frame.timestamp() - last.timestamp() <= 0) {
      fault(
          frame,
          "has timestamp %d, the frame before had %d"
              .formatted(frame.timestamp() & 0xFFFF_FFFFL, last.timestamp() & 0xFFFF_FFFFL));
    }
    if (frame.isKey() != frame.label().references().isEmpty()) {
      fault(
          frame, frame.isKey() ? "is no key frame but says so" : "does not say it is a key frame");
    }
    Verdict byPictures = pictures.take(frame);
    Verdict byLabels = labels.take(frame);
    note(frame, byPictures);
    note(frame, byLabels);
    decodable += byPictures.decodable() && byLabels.decodable() ? 1 : 0;
  }

  private void note(ModelFrame frame, Verdict verdict) {
    if (!verdict.fault().isEmpty()) {
      fault(frame, verdict.fault());
    }
  }

  private void fault(ModelFrame frame, String text) {
    faults.add(
        "%s, from packet %d on, %s.".formatted(frame.label().name(), frame.firstSequence(), text));
  }
}
