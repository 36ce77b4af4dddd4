package io.weir.bench.load;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.MediaTotals;
import io.weir.bench.load.media.MediaPlane;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Finds clients whose media ended though nobody asked for it. Asking thousands of clients how they
 * are stops a media thread for a while: it is done when sums say that something ended, and not
 * often. The director's thread only.
 */
final class Lookout {

  private static final int SECONDS_BETWEEN_LOOKS = 5;

  private final MediaPlane plane;
  private final Audience audience;
  private long endedBefore;
  private boolean pending;
  private int seconds;

  Lookout(MediaPlane plane, Audience audience) {
    this.plane = plane;
    this.audience = audience;
  }

  /** To be called every second with the sums of it. */
  void tick(MediaTotals totals) {
    seconds++;
    long ended = totals.failed() + totals.closed();
    pending |= ended != endedBefore;
    endedBefore = ended;
    if (pending && seconds % SECONDS_BETWEEN_LOOKS == 0) {
      pending = false;
      forEach(Attendee::check);
    }
  }

  /** Shows each client of the audience that has media its snapshot. */
  void forEach(BiConsumer<Attendee, ClientSnapshot> action) {
    Map<String, Attendee> byName = new HashMap<>();
    audience.clients().forEach(client -> byName.put(client.name(), client));
    for (ClientSnapshot snapshot : plane.clients()) {
      Attendee client = byName.get(snapshot.name());
      if (client != null) {
        action.accept(client, snapshot);
      }
    }
  }
}
