package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Colours of test pictures, far enough apart to be told after encoding. */
enum SolidColor {
  RED(200, 30, 30),
  GREEN(30, 160, 30),
  BLUE(30, 30, 200),
  YELLOW(220, 210, 30),
  MAGENTA(200, 30, 200),
  CYAN(30, 200, 210);

  private final int red;
  private final int green;
  private final int blue;

  SolidColor(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** All colours as a JavaScript object from name to red, green and blue. */
  static String palette() {
    ObjectNode palette = JsonNodeFactory.instance.objectNode();
    for (SolidColor color : values()) {
      palette.putArray(color.name()).add(color.red).add(color.green).add(color.blue);
    }
    return palette.toString();
  }
}
