package io.weir.signaling.api;

import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import java.util.List;

/**
 * Which piece of a long list a request asks for.
 *
 * @param offset entries to pass over
 * @param limit most entries
 */
record Page(int offset, int limit) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_OFFSET = 9_999_999;

  static Page of(RoutingContext context) throws RequestException {
    return new Page(
        number(context, "offset", 0, 0, MAX_OFFSET),
        number(context, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
  }

  /** The piece of a list. */
  <T> List<T> of(List<T> all) {
    int from = Math.min(offset, all.size());
    return all.subList(from, Math.min(all.size(), from + limit));
  }

  private static int number(RoutingContext context, String name, int otherwise, int min, int max)
      throws RequestException {
    String text = context.request().getParam(name);
    if (text == null) {
      return otherwise;
    }
    int value = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : -1;
    if (value < min || value > max) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "'" + name + "' is a number from " + min + " to " + max + ".");
    }
    return value;
  }
}
