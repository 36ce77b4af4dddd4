package io.weir.signaling.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Plain HTTP requests to a {@link TestServer}. Any thread. */
public final class TestHttp implements AutoCloseable {

  private final TestServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  public TestHttp(TestServer server) {
    this.server = server;
  }

  /** Posts an SDP offer, with further headers as name, value, …. */
  public HttpResponse<String> post(String path, String sdp, String... headers) {
    return send(
        HttpRequest.newBuilder(server.http(path))
            .header("Content-Type", "application/sdp")
            .POST(BodyPublishers.ofString(sdp)),
        headers);
  }

  /** Sends a request without a body, with further headers as name, value, …. */
  public HttpResponse<String> request(String method, String path, String... headers) {
    return send(
        HttpRequest.newBuilder(server.http(path)).method(method, BodyPublishers.noBody()), headers);
  }

  /** Sends a request with a body, with further headers as name, value, …. */
  public HttpResponse<String> send(
      String method, String path, String type, String body, String... headers) {
    return send(
        HttpRequest.newBuilder(server.http(path))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)),
        headers);
  }

  /** Ends the session that a response created. */
  public HttpResponse<String> delete(HttpResponse<String> created) {
    return request("DELETE", header(created, "Location"));
  }

  /** Patches the session that a response created. */
  public HttpResponse<String> patch(
      HttpResponse<String> created, String fragment, String... headers) {
    URI session = server.http(header(created, "Location"));
    return send(
        HttpRequest.newBuilder(session)
            .header("Content-Type", "application/trickle-ice-sdpfrag")
            .method("PATCH", BodyPublishers.ofString(fragment)),
        headers);
  }

  /** A header of a response, or an empty text. */
  public static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
