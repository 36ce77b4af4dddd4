package io.weir.core.testkit;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a negotiation of VP8 video could have led to. Stateless. */
public final class CallParameters {
  /** Payload type that publishers send VP8 with. */
  public static final int PUBLISHED_PAYLOAD_TYPE = 96;

  /** Payload type that subscribers expect VP8 with. */
  public static final int SUBSCRIBED_PAYLOAD_TYPE = 120;

  /** Header extension id of MID. */
  public static final int MID_EXTENSION = 3;

  /** Header extension id of transport-wide sequence numbers, which publishers may send. */
  public static final int TRANSPORT_CC_EXTENSION = 5;

  private static final Set<String> FEEDBACK = Set.of("nack", "nack pli");

  private CallParameters() {}

  /** A camera track; its RTX has the next SSRC. */
  public static TrackParameters camera(int track, int ssrc) {
    return new TrackParameters(
        track, TrackSource.CAMERA, false, video("v", ssrc, PUBLISHED_PAYLOAD_TYPE, FEEDBACK));
  }

  /** A video slot of an index; its RTX has the next SSRC. */
  public static SlotParameters slot(int index, int ssrc) {
    return new SlotParameters(index, video("s" + index, ssrc, SUBSCRIBED_PAYLOAD_TYPE, FEEDBACK));
  }

  /** The same, whose subscriber tells when packets arrive. */
  public static SlotParameters reportingSlot(int index, int ssrc) {
    Set<String> feedback = Set.of("nack", "nack pli", "transport-cc");
    return new SlotParameters(index, video("s" + index, ssrc, SUBSCRIBED_PAYLOAD_TYPE, feedback));
  }

  private static RtpParameters video(String mid, int ssrc, int payloadType, Set<String> feedback) {
    CodecParameters vp8 =
        new CodecParameters(payloadType, "VP8", 90_000, 0, Map.of(), feedback, payloadType + 1);
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        List.of(vp8),
        Map.of(
            HeaderExtensionId.MID,
            MID_EXTENSION,
            HeaderExtensionId.TRANSPORT_CC,
            TRANSPORT_CC_EXTENSION),
        List.of(new EncodingParameters("", ssrc & 0xFFFF_FFFFL, (ssrc + 1) & 0xFFFF_FFFFL)),
        "cname");
  }
}
