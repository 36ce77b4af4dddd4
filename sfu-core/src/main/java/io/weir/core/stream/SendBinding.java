package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.Red;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtp.ExtensionRelay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slot sends while it shows one track: the track's number, its packets on this worker, and
 * how the publisher's payload types and header extensions become the subscriber's. Worker thread
 * only.
 */
public final class SendBinding {
  private final int csrc;
  private final @Nullable PacketHistory history;
  private final ExtensionRelay extensions;
  private final PayloadRoutes routes;

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
    this(
        csrc,
        history,
        new PayloadRoutes(source.codecs(), target.codecs()),
        new ExtensionRelay(source, target));
  }

  SendBinding(
      int csrc, @Nullable PacketHistory history, PayloadRoutes routes, ExtensionRelay extensions) {
    this.csrc = csrc;
    this.history = history;
    this.routes = routes;
    this.extensions = extensions;
  }

  /** Whether the subscriber can decode the codec that the publisher prefers, hence sends. */
  public static boolean decodable(List<CodecParameters> source, List<CodecParameters> target) {
    return PayloadRoutes.decodable(source, target);
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

  PayloadRoutes routes() {
    return routes;
  }

  /**
   * Where the part of a payload begins that the subscriber gets, which reaches to its end.
   *
   * @param route of the packet's payload type, which the subscriber has
   * @return 0 unless redundancy is left out; negative when the payload is malformed
   */
  static int payloadSkip(Packet packet, long route) {
    int repeated = PayloadRoutes.repeated(route);
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
