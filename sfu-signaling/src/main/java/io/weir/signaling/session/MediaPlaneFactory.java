package io.weir.signaling.session;

import io.weir.core.control.Event;
import java.io.IOException;
import java.util.function.Consumer;

/** Starts a media plane. */
@FunctionalInterface
public interface MediaPlaneFactory {

  /**
   * Starts a media plane; blocks until its sockets are open.
   *
   * @param events takes its events on any thread, without blocking
   */
  MediaPlane start(Consumer<Event> events) throws IOException;
}
