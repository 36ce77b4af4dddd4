package io.weir.core.stream;

import io.weir.core.codec.Codecs;
import io.weir.core.codec.PayloadCodec.Fit;
import io.weir.core.control.CodecParameters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slot sends while it shows one track: the track's number, its packets on this worker, and
 * which payload type the subscriber knows each of its codecs by. Immutable.
 */
public final class SendBinding {
  private static final int PAYLOAD_TYPES = 128;
  private static final byte NONE = -1;

  private final int csrc;
  private final @Nullable PacketHistory history;
  private final byte[] payloadTypes = new byte[PAYLOAD_TYPES];
  private final byte[] rtxPayloadTypes = new byte[PAYLOAD_TYPES];

  /**
   * A binding of a track to a slot.
   *
   * @param csrc the track's number
   * @param history the track's packets, or null when they are not kept
   * @param source the codecs as the publisher numbers them
   * @param target the codecs as the subscriber numbers them
   */
  public SendBinding(
      int csrc,
      @Nullable PacketHistory history,
      List<CodecParameters> source,
      List<CodecParameters> target) {
    this.csrc = csrc;
    this.history = history;
    Arrays.fill(payloadTypes, NONE);
    Arrays.fill(rtxPayloadTypes, NONE);
    for (CodecParameters from : source) {
      CodecParameters to = receiverOf(from, target);
      if (to != null) {
        payloadTypes[from.payloadType()] = (byte) to.payloadType();
        rtxPayloadTypes[from.payloadType()] = (byte) to.rtxPayloadType();
      }
    }
  }

  /** Whether the subscriber can decode the codec that the publisher prefers, hence sends. */
  public static boolean decodable(List<CodecParameters> source, List<CodecParameters> target) {
    return receiverOf(source.getFirst(), target) != null;
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

  /** The subscriber's payload type, or -1. */
  int payloadType(int sourcePayloadType) {
    return payloadTypes[sourcePayloadType];
  }

  /** The subscriber's payload type for retransmissions, or -1. */
  int rtxPayloadType(int sourcePayloadType) {
    return rtxPayloadTypes[sourcePayloadType];
  }
}
