package io.weir.core.stream;

import io.weir.core.codec.Codecs;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.codec.PayloadCodec.Fit;
import io.weir.core.codec.Red;
import io.weir.core.control.CodecParameters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each of a publisher's payload types on its way to a subscriber. Immutable; slots
 * that negotiated the same share one, so that it stays in the nearest cache. Any thread.
 *
 * <p>A route is {@code clock rate << 32 | repeated << 16 | RTX payload type << 8 | payload type},
 * see {@link Route}: one look-up in one array.
 */
final class PayloadRoutes {
  /** The subscriber cannot decode it. */
  static final long NO_ROUTE = -1;

  private static final int PAYLOAD_TYPES = 128;
  private static final int CLOCK_RATE_SHIFT = 32;
  private static final int REPEATED_SHIFT = 16;
  private static final int RTX_SHIFT = 8;
  private static final int MASK = 0xFF;
  private static final int NONE = -1;

  private final long[] routes = new long[PAYLOAD_TYPES];
  private final @Nullable PayloadCodec[] codecs = new PayloadCodec[PAYLOAD_TYPES];

  /**
   * What becomes of one of the publisher's payload types.
   *
   * @param payloadType the subscriber's
   * @param rtxPayloadType the subscriber's for retransmissions, or -1
   * @param clockRate ticks per second
   * @param repeated payload type that the publisher's RED repeats, when the subscriber gets only
   *     the primary blocks of it; else -1
   */
  private record Route(int payloadType, int rtxPayloadType, int clockRate, int repeated) {
    long packed() {
      return (long) clockRate << CLOCK_RATE_SHIFT
          | (repeated & MASK) << REPEATED_SHIFT
          | (rtxPayloadType & MASK) << RTX_SHIFT
          | payloadType;
    }
  }

  PayloadRoutes(List<CodecParameters> source, List<CodecParameters> target) {
    Arrays.fill(routes, NO_ROUTE);
    for (CodecParameters from : source) {
      Route route = route(from, source, target);
      if (route != null) {
        routes[from.payloadType()] = route.packed();
        codecs[from.payloadType()] = Codecs.find(from.name()).orElse(null);
      }
    }
  }

  /** Whether the subscriber can decode the codec that the publisher prefers, hence sends. */
  static boolean decodable(List<CodecParameters> source, List<CodecParameters> target) {
    return route(source.getFirst(), source, target) != null;
  }

  /** The route of one of the publisher's payload types, or {@link #NO_ROUTE}. */
  long get(int sourcePayloadType) {
    return routes[sourcePayloadType];
  }

  /** What understands the payloads of one of the publisher's payload types that has a route. */
  @Nullable PayloadCodec codec(int sourcePayloadType) {
    return codecs[sourcePayloadType];
  }

  /** The subscriber's payload type. */
  static int payloadType(long route) {
    return (int) route & MASK;
  }

  /** The subscriber's payload type for retransmissions, or -1. */
  static int rtxPayloadType(long route) {
    return (byte) (route >>> RTX_SHIFT);
  }

  /** The payload type that RED repeats of which only the primary blocks go on, or -1. */
  static int repeated(long route) {
    return (byte) (route >>> REPEATED_SHIFT);
  }

  /** Ticks per second. */
  static int clockRate(long route) {
    return (int) (route >>> CLOCK_RATE_SHIFT);
  }

  private static @Nullable Route route(
      CodecParameters from, List<CodecParameters> source, List<CodecParameters> target) {
    if (from.name().equalsIgnoreCase(Red.NAME)) {
      return redRoute(from, source, target);
    }
    CodecParameters to = receiverOf(from, target);
    return to == null
        ? null
        : new Route(to.payloadType(), to.rtxPayloadType(), to.clockRate(), NONE);
  }

  /**
   * Payload types stand inside of RED too (RFC 2198 §3). So it goes as it is to a subscriber who
   * numbers the repeated codec as the publisher does; others get the primary blocks.
   */
  private static @Nullable Route redRoute(
      CodecParameters red, List<CodecParameters> source, List<CodecParameters> target) {
    int repeated = Red.repeated(red);
    for (CodecParameters from : source) {
      CodecParameters to = from.payloadType() == repeated ? receiverOf(from, target) : null;
      if (to == null) {
        continue;
      }
      for (CodecParameters taken : target) {
        if (to.payloadType() == repeated
            && fit(red, taken) == Fit.SAME
            && Red.repeated(taken) == repeated) {
          return new Route(taken.payloadType(), NONE, taken.clockRate(), NONE);
        }
      }
      return new Route(to.payloadType(), NONE, to.clockRate(), repeated);
    }
    return null;
  }

  /** What a subscriber decodes a codec with: the same form, else the first wider one; or null. */
  private static @Nullable CodecParameters receiverOf(
      CodecParameters from, List<CodecParameters> target) {
    CodecParameters wider = null;
    for (CodecParameters to : target) {
      Fit fit = fit(from, to);
      if (fit == Fit.SAME) {
        return to;
      }
      if (fit == Fit.WIDER && wider == null) {
        wider = to;
      }
    }
    return wider;
  }

  /** How well a subscriber's codec takes a publisher's, by name, clock, channels and form. */
  static Fit fit(CodecParameters from, CodecParameters to) {
    if (!from.name().equalsIgnoreCase(to.name())
        || from.clockRate() != to.clockRate()
        || from.channels() != to.channels()) {
      return Fit.NONE;
    }
    return Codecs.find(from.name())
        .map(codec -> codec.fit(from.formatParameters(), to.formatParameters()))
        .orElse(Fit.NONE);
  }
}
