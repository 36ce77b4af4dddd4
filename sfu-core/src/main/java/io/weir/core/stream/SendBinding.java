package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.Codecs;
import io.weir.core.codec.PayloadCodec.Fit;
import io.weir.core.codec.Red;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtp.ExtensionRelay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slot sends while it shows one track: the track's number, its packets on this worker, and
 * how the publisher's payload types and header extensions become the subscriber's. Worker thread
 * only.
 */
public final class SendBinding {
  private static final int PAYLOAD_TYPES = 128;
  private static final byte NONE = -1;

  /**
   * What becomes of one of the publisher's payload types.
   *
   * @param payloadType the subscriber's
   * @param rtxPayloadType the subscriber's for retransmissions, or -1
   * @param clockRate ticks per second
   * @param repeated payload type that the publisher's RED repeats, when the subscriber gets only
   *     the primary blocks of it; else -1
   */
  private record Route(int payloadType, int rtxPayloadType, int clockRate, int repeated) {}

  private final int csrc;
  private final @Nullable PacketHistory history;
  private final ExtensionRelay extensions;
  private final byte[] routeIndexes = new byte[PAYLOAD_TYPES];
  private final List<Route> routes = new ArrayList<>();

  /**
   * A binding of a track to a slot.
   *
   * @param csrc the track's number
   * @param history the track's packets, or null when they are not kept
   * @param source what was negotiated with the publisher
   * @param target what was negotiated for the slot
   */
  public SendBinding(
      int csrc, @Nullable PacketHistory history, RtpParameters source, RtpParameters target) {
    this.csrc = csrc;
    this.history = history;
    this.extensions = new ExtensionRelay(source, target);
    Arrays.fill(routeIndexes, NONE);
    for (CodecParameters from : source.codecs()) {
      Route route = route(from, source.codecs(), target.codecs());
      if (route != null) {
        routeIndexes[from.payloadType()] = (byte) routes.size();
        routes.add(route);
      }
    }
  }

  /** Whether the subscriber can decode the codec that the publisher prefers, hence sends. */
  public static boolean decodable(List<CodecParameters> source, List<CodecParameters> target) {
    return route(source.getFirst(), source, target) != null;
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

  int csrc() {
    return csrc;
  }

  @Nullable PacketHistory history() {
    return history;
  }

  ExtensionRelay extensions() {
    return extensions;
  }

  /** The subscriber's payload type, or -1. */
  int payloadType(int sourcePayloadType) {
    int index = routeIndexes[sourcePayloadType];
    return index < 0 ? NONE : routes.get(index).payloadType();
  }

  /** The subscriber's payload type for retransmissions, or -1. */
  int rtxPayloadType(int sourcePayloadType) {
    int index = routeIndexes[sourcePayloadType];
    return index < 0 ? NONE : routes.get(index).rtxPayloadType();
  }

  /** Ticks per second of a payload type that the subscriber has. */
  int clockRate(int sourcePayloadType) {
    return routes.get(routeIndexes[sourcePayloadType]).clockRate();
  }

  /**
   * Where the part of a payload begins that the subscriber gets, which reaches to its end; the
   * subscriber has its payload type.
   *
   * @return 0 unless redundancy is left out; negative when the payload is malformed
   */
  int payloadSkip(Packet packet) {
    int repeated = routes.get(routeIndexes[packet.payloadType]).repeated();
    if (repeated < 0 || packet.payloadLength == 0) {
      return 0;
    }
    int skip = Red.primaryOffset(packet.segment(), packet.payloadOffset(), packet.payloadLength);
    return skip == Red.MALFORMED
            || Red.primaryPayloadType(packet.segment(), packet.payloadOffset()) != repeated
        ? Red.MALFORMED
        : skip;
  }
}
