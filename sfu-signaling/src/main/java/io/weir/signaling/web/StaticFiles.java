package io.weir.signaling.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages and what they load from the class path, each file read once. Browsers ask again
 * every time and mostly get 304, so that an update of the server shows at once.
 */
final class StaticFiles {

  private static final String ROOT = "web";

  // No empty, hidden or parent directory can be named.
  private static final Pattern SAFE_PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+");

  private static final Pattern GZIP_ACCEPTED =
      Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

  private static final Map<String, String> CONTENT_TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("ts", "text/plain; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("wasm", "application/wasm"));

  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  private record StaticFile(Buffer content, @Nullable Buffer gzipped, String type, String etag) {}

  /** Serves the file that the request's path names; passes on when there is none. */
  void serve(RoutingContext context) {
    String path = context.normalizedPath();
    if (!SAFE_PATH.matcher(path).matches() || !send(context, ROOT + path)) {
      context.next();
    }
  }

  /** Serves one page, whatever the path. */
  void servePage(RoutingContext context, String page) {
    if (!send(context, ROOT + "/" + page)) {
      Problem.send(context, 404, "this server was built without this page");
    }
  }

  /** Serves a file of the class path; returns false when there is none. */
  boolean send(RoutingContext context, String resource) {
    StaticFile file = file(resource);
    if (file == null) {
      return false;
    }
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.ETAG, file.etag)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (resource.endsWith(".js")) {
      // Applications import the client module from pages of their own; it holds no secret.
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && Set.of(known.split("\\s*,\\s*")).contains(file.etag)) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, file.type);
      sendContent(context, file);
    }
    return true;
  }

  private static void sendContent(RoutingContext context, StaticFile file) {
    HttpServerResponse response = context.response();
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (file.gzipped != null && accepted != null && GZIP_ACCEPTED.matcher(accepted).find()) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.gzipped);
    } else {
      response.end(file.content);
    }
  }

  private @Nullable StaticFile file(String resource) {
    StaticFile known = files.get(resource);
    if (known != null) {
      return known;
    }
    String type = CONTENT_TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    if (type == null) {
      return null;
    }
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return null;
      }
      byte[] content = in.readAllBytes();
      StaticFile file =
          new StaticFile(Buffer.buffer(content), gzipped(content), type, etag(content));
      files.put(resource, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /** The compressed content, or null when that is no shorter. */
  private static @Nullable Buffer gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.size() < content.length ? Buffer.buffer(out.toByteArray()) : null;
  }

  // A weak one: it stands for the plain and the compressed content alike.
  private static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
