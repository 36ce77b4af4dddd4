package io.weir.signaling;

import io.vertx.core.Context;
import io.weir.core.control.Event;
import io.weir.signaling.session.MediaEvents;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries the media plane's events from its workers' threads to signaling's event loop. */
final class EventRelay implements Consumer<Event> {

  private final Context loop;
  private volatile @Nullable MediaEvents target;

  EventRelay(Context loop) {
    this.loop = loop;
  }

  void deliverTo(MediaEvents events) {
    this.target = events;
  }

  @Override
  public void accept(Event event) {
    MediaEvents events = target;
    if (events != null) {
      loop.runOnContext(run -> events.handle(event));
    }
  }
}
