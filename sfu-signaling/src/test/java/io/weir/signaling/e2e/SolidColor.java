package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;

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

  /** As six hexadecimal digits. */
  String hex() {
    return "%02x%02x%02x".formatted(red, green, blue);
  }

  /** How far an array of red, green and blue is from this colour. */
  double distanceTo(JsonNode rgb) {
    double r = rgb.path(0).asInt() - red;
    double g = rgb.path(1).asInt() - green;
    double b = rgb.path(2).asInt() - blue;
    return Math.sqrt(r * r + g * g + b * b);
  }

  /** As luma and two chroma samples (BT.601, limited range), the way encoders take it. */
  int[] yuv() {
    return new int[] {
      (int) Math.round(16 + 0.257 * red + 0.504 * green + 0.098 * blue),
      (int) Math.round(128 - 0.148 * red - 0.291 * green + 0.439 * blue),
      (int) Math.round(128 + 0.439 * red - 0.368 * green - 0.071 * blue)
    };
  }

  /** The colour that luma and chroma samples are closest to. */
  static SolidColor nearestToYuv(int y, int u, int v) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(color -> color.squaredDistance(y, u, v)))
        .orElseThrow();
  }

  private int squaredDistance(int y, int u, int v) {
    int[] own = yuv();
    return (own[0] - y) * (own[0] - y) + (own[1] - u) * (own[1] - u) + (own[2] - v) * (own[2] - v);
  }
}
