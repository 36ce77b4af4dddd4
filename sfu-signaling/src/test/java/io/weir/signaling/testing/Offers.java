package io.weir.signaling.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Recorded offers of real clients. */
public final class Offers {

  /** Fields of a request that offers a microphone and a camera. */
  public static final String PUBLISH =
      request(
          sdp("chromium-publish"),
          "[{\"mid\":\"0\",\"source\":\"microphone\"},{\"mid\":\"1\",\"source\":\"camera\"}]");

  /** Fields of a request that offers slots. */
  public static final String WATCH = request(sdp("chromium-slots"), "[]");

  private Offers() {}

  /** The text of a recorded offer. */
  public static String sdp(String name) {
    try (InputStream in = Offers.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
      if (in == null) {
        throw new IllegalArgumentException("no recorded offer " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fields of an {@code offer} request; tracks is a JSON array. */
  public static String request(String sdp, String tracks) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("sdp", sdp);
    fields.set("tracks", TestClient.parse(tracks));
    return fields.toString();
  }
}
