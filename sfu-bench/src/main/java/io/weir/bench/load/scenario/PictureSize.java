package io.weir.bench.load.scenario;

/** Width and height of a picture in pixels. */
public record PictureSize(int width, int height) {

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
