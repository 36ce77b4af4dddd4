package io.weir.signaling.session;

import io.vertx.core.Future;
import io.weir.core.control.EncodingStatistics;
import io.weir.signaling.message.RequestId;
import io.weir.signaling.message.ServerMessage;
import java.util.List;
import java.util.Map;

/** Tells members what is measured of them and for them. Signaling's event loop only. */
public interface MemberStatistics {

  /** What is known of somebody, as the reply to their request; half a second old at most. */
  Future<ServerMessage.Measured> of(Participant self, RequestId request);

  /**
   * The encodings of the track that each of a viewer's video slots is bound to, lowest resolution
   * first, by the slot's mid; half a second old at most.
   */
  Future<Map<String, List<EncodingStatistics>>> shown(Participant viewer);
}
