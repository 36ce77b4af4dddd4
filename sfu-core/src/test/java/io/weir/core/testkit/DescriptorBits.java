package io.weir.core.testkit;

/**
 * Writes a Dependency Descriptor field by field, as RTP Payload Format For AV1 v1.0, §A.8.2 lists
 * them. One thread.
 */
public final class DescriptorBits {
  private static final int FRAME_NUMBER = 7;

  private final StringBuilder bits = new StringBuilder();

  private DescriptorBits() {}

  /** The fields of a frame's first packet that every descriptor has. */
  public static DescriptorBits frame(int template) {
    return new DescriptorBits().put("10").put(template, 6).put(FRAME_NUMBER, 16);
  }

  /**
   * A key frame's that brings a structure of three decode targets.
   *
   * @param firstId of the templates, of which the first is the key frame's
   * @param templates what follows each of them, two bits each
   * @param indications of each of them, as {@link #indications} takes them
   */
  public static DescriptorBits keyFrame(int firstId, String templates, String indications) {
    return frame(firstId)
        .put("10000")
        .put(firstId, 6)
        .put(3 - 1, 5)
        .put(templates)
        .indications(indications);
  }

  /** Adds a number. */
  public DescriptorBits put(int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      bits.append(value >> i & 1);
    }
    return this;
  }

  /** Adds bits that are written out; blanks are left out. */
  public DescriptorBits put(String binary) {
    bits.append(binary.replace(" ", ""));
    return this;
  }

  /** Adds indications: S for switch, D, R, and - for not present. */
  public DescriptorBits indications(String letters) {
    letters.replace(" ", "").chars().forEach(letter -> put("-DSR".indexOf(letter), 2));
    return this;
  }

  /** What was added, up to a whole byte. */
  public int[] bytes() {
    while (bits.length() % Byte.SIZE != 0) {
      bits.append('0');
    }
    int[] bytes = new int[bits.length() / Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Integer.parseInt(bits.substring(Byte.SIZE * i, Byte.SIZE * (i + 1)), 2);
    }
    return bytes;
  }
}
