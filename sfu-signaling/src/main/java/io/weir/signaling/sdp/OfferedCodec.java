package io.weir.signaling.sdp;

import io.weir.core.control.CodecParameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * One payload type as an m-line of the offer describes it.
 *
 * @param payloadType 0 to 127
 * @param spelling encoding name as the offerer writes it
 * @param name the same in upper case
 * @param clockRate in Hz
 * @param channels audio channels, 1 when not said
 * @param parameters fmtp parameters in their order, names in lower case
 * @param feedback rtcp-fb values in their order
 * @param rtxPayloadType the retransmission payload type, or {@link CodecParameters#NO_RTX}
 */
public record OfferedCodec(
    int payloadType,
    String spelling,
    String name,
    int clockRate,
    int channels,
    Map<String, String> parameters,
    Set<String> feedback,
    int rtxPayloadType) {

  public OfferedCodec {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    feedback = Collections.unmodifiableSet(new LinkedHashSet<>(feedback));
  }
}
