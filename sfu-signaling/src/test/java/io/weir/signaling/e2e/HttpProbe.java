package io.weir.signaling.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Plain HTTP requests as WHIP and WHEP clients send them; any thread. */
final class HttpProbe implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();

  /** Text of a recorded offer. */
  static String offer(String name) {
    try (InputStream in = HttpProbe.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
      if (in == null) {
        throw new IllegalArgumentException("no recorded offer " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Posts an SDP offer, with further headers as name, value, …. */
  HttpResponse<String> post(URI address, String sdp, String... headers) {
    return send("POST", address, "application/sdp", sdp, headers);
  }

  /** Sends an SDP fragment (RFC 8840 §4), with further headers as name, value, …. */
  HttpResponse<String> patch(URI address, String fragment, String... headers) {
    return send("PATCH", address, "application/trickle-ice-sdpfrag", fragment, headers);
  }

  /** Sends a request without content. */
  HttpResponse<String> request(String method, URI address, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
    return send(request, headers);
  }

  /** Sends a request with content. */
  HttpResponse<String> send(
      String method, URI address, String contentType, String content, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(content));
    return send(request, headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
