package io.weir.signaling.statistics;

import io.vertx.core.Future;
import io.weir.core.control.EncodingStatistics;
import io.weir.signaling.message.RequestId;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.session.MemberStatistics;
import io.weir.signaling.session.Participant;
import java.util.List;
import java.util.Map;

/** Tells members what is measured of them, as the API tells operators. Event loop only. */
public record OwnMeasurements(StatisticsCache cache) implements MemberStatistics {

  @Override
  public Future<ServerMessage.Measured> of(Participant self, RequestId request) {
    return cache
        .get()
        .map(measured ->
            new ServerMessage.Measured(
                request,
                MeasurementFactory.transport(self, measured),
                MeasurementFactory.tracks(self, measured),
                MeasurementFactory.slots(self, measured)));
  }

  @Override
  public Future<Map<String, List<EncodingStatistics>>> shown(Participant viewer) {
    return cache.get().map(measured -> MeasurementFactory.shown(viewer, measured));
  }
}
