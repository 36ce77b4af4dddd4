package io.weir.signaling.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts that tests put into pages before the pages' own. */
final class PageScripts {
  private PageScripts() {}

  /** Watches peer connections and every displayed frame; see {@code e2e/probe.js}. */
  static String probe() {
    return resource("probe.js").replace("/*PALETTE*/ {}", SolidColor.palette());
  }

  /** Replaces the camera by a solid colour; see {@code e2e/camera.js}. */
  static String camera(Person person) {
    return resource("camera.js")
        .replace("/*PALETTE*/ {}", SolidColor.palette())
        .replace("/*COLOR*/", person.color().name())
        .replace("/*WIDTH*/ 0", Integer.toString(person.width()))
        .replace("/*HEIGHT*/ 0", Integer.toString(person.height()));
  }

  /** A camera whose picture is hard to encode; see {@code e2e/busy-camera.js}. */
  static String busyCamera() {
    return resource("busy-camera.js");
  }

  /** When each frame was displayed; see {@code e2e/picture-log.js}. */
  static String pictureLog() {
    return resource("picture-log.js");
  }

  /** An application without a page of its own; see {@code e2e/call-client.js}. */
  static String callClient() {
    return resource("call-client.js");
  }

  /** A publisher and a viewer that offer again in every way; see {@code e2e/reoffers.js}. */
  static String reoffers() {
    return resource("reoffers.js");
  }

  /** Which way media takes, and sessions whose ICE restarts; see {@code e2e/paths.js}. */
  static String paths() {
    return resource("paths.js");
  }

  /** Offers for the uses that applications have; see {@code e2e/offers.js}. */
  static String offers() {
    return resource("offers.js");
  }

  /** Flashes and beeps, and when a viewer notices them; see {@code e2e/lip-sync.js}. */
  static String lipSync() {
    return resource("lip-sync.js");
  }

  /**
   * Voices that follow a script, and whom a viewer is told is speaking; see {@code e2e/talk.js}.
   */
  static String talk() {
    return resource("talk.js");
  }

  /** Text of a file beside the scripts. */
  private static String resource(String name) {
    try (InputStream in = PageScripts.class.getResourceAsStream("/e2e/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
