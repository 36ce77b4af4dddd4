package io.weir.core.testkit;

import io.weir.core.testkit.model.FrameLabel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link SimulatedVideo} writes into every payload behind the descriptor, so that whoever
 * gets it knows what it is. Stateless.
 */
public final class SimulatedLabel {
  /** Where it stands: behind the longest descriptor and picture header. */
  private static final int OFFSET = 24;

  private static final int LENGTH = 20;

  /** How long a payload is at least. */
  static final int SMALLEST_PAYLOAD = OFFSET + LENGTH;

  private SimulatedLabel() {}

  static void write(
      byte[] payload, int publisher, int encoding, CodedFrame frame, int index, int count) {
    ByteBuffer bytes = ByteBuffer.wrap(payload).position(OFFSET);
    bytes.putInt(publisher).put((byte) encoding).putInt(frame.number());
    bytes.putShort((short) index).putShort((short) count).put((byte) frame.references().size());
    frame.references().forEach(reference -> bytes.put((byte) (frame.number() - reference)));
  }

  /** Reads a payload's label. */
  public static FrameLabel read(byte[] payload) {
    ByteBuffer bytes = ByteBuffer.wrap(payload).position(OFFSET);
    int publisher = bytes.getInt();
    int encoding = bytes.get();
    int frame = bytes.getInt();
    int index = bytes.getShort();
    int count = bytes.getShort();
    List<Integer> references = new ArrayList<>();
    for (int i = bytes.get(); i > 0; i--) {
      references.add(frame - bytes.get());
    }
    return new FrameLabel(publisher, encoding, frame, index, count, List.copyOf(references));
  }
}
