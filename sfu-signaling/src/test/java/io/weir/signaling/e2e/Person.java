package io.weir.signaling.e2e;

/**
 * Somebody in a test: a name, and a camera that shows one colour.
 *
 * @param name as it stands on tiles
 * @param color of every picture that this person sends
 * @param width of the picture
 * @param height of the picture
 */
record Person(String name, SolidColor color, int width, int height) {
  static final Person ADA = new Person("Ada", SolidColor.RED, 320, 180);
  static final Person BEN = new Person("Ben", SolidColor.GREEN, 320, 240);
  static final Person CEM = new Person("Cem", SolidColor.BLUE, 240, 320);
  static final Person DUC = new Person("Duc", SolidColor.YELLOW, 256, 256);

  /** Size of the picture as pages report it. */
  String size() {
    return width + "x" + height;
  }
}
