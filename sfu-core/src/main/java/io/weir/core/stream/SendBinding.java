package io.weir.core.stream;

import io.weir.core.control.CodecParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
      for (CodecParameters to : target) {
        if (matches(from, to)) {
          payloadTypes[from.payloadType()] = (byte) to.payloadType();
          rtxPayloadTypes[from.payloadType()] = (byte) to.rtxPayloadType();
          break;
        }
      }
    }
  }

  /** Whether the subscriber can decode the codec that the publisher prefers, hence sends. */
  public static boolean decodable(List<CodecParameters> source, List<CodecParameters> target) {
    return target.stream().anyMatch(to -> matches(source.getFirst(), to));
  }

  /**
   * Whether two m-lines mean the same codec. H264 must agree on packetization mode and on profile
   * (RFC 6184 §8.2.2; the level may differ), other codecs on name, clock and channels.
   */
  static boolean matches(CodecParameters from, CodecParameters to) {
    if (!from.name().equalsIgnoreCase(to.name())
        || from.clockRate() != to.clockRate()
        || from.channels() != to.channels()) {
      return false;
    }
    if (!from.name().equalsIgnoreCase("H264")) {
      return true;
    }
    return parameter(from, "packetization-mode", "0")
            .equals(parameter(to, "packetization-mode", "0"))
        && h264Profile(from).equals(h264Profile(to));
  }

  private static String h264Profile(CodecParameters codec) {
    String level = parameter(codec, "profile-level-id", "42000a").toLowerCase(Locale.ROOT);
    return level.length() == 6 ? level.substring(0, 4) : level;
  }

  private static String parameter(CodecParameters codec, String name, String otherwise) {
    return codec.formatParameters().getOrDefault(name, otherwise);
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
