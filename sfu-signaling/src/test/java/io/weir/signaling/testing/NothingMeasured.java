package io.weir.signaling.testing;

import io.vertx.core.Future;
import io.weir.core.control.EncodingStatistics;
import io.weir.signaling.message.RequestId;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.session.MemberStatistics;
import io.weir.signaling.session.Participant;
import java.util.List;
import java.util.Map;

/** Knows nothing of anybody. */
public final class NothingMeasured implements MemberStatistics {

  @Override
  public Future<ServerMessage.Measured> of(Participant self, RequestId request) {
    return Future.failedFuture("nothing is measured");
  }

  @Override
  public Future<Map<String, List<EncodingStatistics>>> shown(Participant viewer) {
    return Future.succeededFuture(Map.of());
  }
}
