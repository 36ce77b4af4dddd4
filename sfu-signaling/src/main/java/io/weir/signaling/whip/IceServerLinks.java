package io.weir.signaling.whip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Writes RTCIceServer objects as Link headers (RFC 9725 §4.6, RFC 8288 §3). */
final class IceServerLinks {

  private IceServerLinks() {}

  /** One header value for each URL. */
  static List<String> of(ArrayNode iceServers) {
    List<String> links = new ArrayList<>();
    for (JsonNode server : iceServers) {
      JsonNode urls = server.path("urls");
      for (JsonNode url : urls.isArray() ? urls : List.of(urls)) {
        links.add(link(url.textValue(), server));
      }
    }
    return links;
  }

  private static String link(String url, JsonNode server) {
    StringBuilder link = new StringBuilder("<").append(url).append(">; rel=\"ice-server\"");
    if (server.has("username")) {
      link.append("; username=").append(quoted(server.path("username").textValue()));
    }
    if (server.has("credential")) {
      link.append("; credential=")
          .append(quoted(server.path("credential").textValue()))
          .append("; credential-type=\"password\"");
    }
    return link.toString();
  }

  /** RFC 9110 §5.6.4. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
