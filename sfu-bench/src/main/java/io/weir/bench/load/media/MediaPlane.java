package io.weir.bench.load.media;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.PlaneSnapshot;
import java.io.IOException;
import java.util.List;

/**
 * The media side of a load test: threads on which thousands of WebRTC clients live. Any thread may
 * call it.
 */
public interface MediaPlane extends AutoCloseable {
  /**
   * Starts the threads and warms up DTLS and SRTP, which takes most of a second.
   *
   * @throws IOException if no socket can be opened
   */
  static MediaPlane start(MediaPlaneSettings settings) throws IOException {
    return new LoadPlane(settings);
  }

  /**
   * Opens a client, which waits for {@link MediaClient#connect}.
   *
   * @param joinStartNs {@link System#nanoTime} when its joining began, from which milestones count
   * @throws IOException if no socket can be opened
   */
  MediaClient open(ClientMedia media, long joinStartNs) throws IOException;

  /** Sums over all clients so far, closed ones included, and how the tester itself fares. */
  PlaneSnapshot snapshot();

  /** The figures of all clients that are open. */
  List<ClientSnapshot> clients();

  /** Closes all clients and ends the threads. */
  @Override
  void close();
}
