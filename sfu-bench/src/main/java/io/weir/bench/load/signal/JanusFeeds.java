package io.weir.bench.load.signal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who publishes in which room of Janus, where viewers have to ask for publishers by name and need
 * them to be there first. Any thread.
 */
final class JanusFeeds {

  private final int publishers;
  private final Map<String, Room> rooms = new HashMap<>();

  /** A room's publishers so far, its viewers so far, and those who wait. */
  private static final class Room {
    private final List<String> feeds = new ArrayList<>();
    private final Promise<List<String>> complete = Promise.promise();
    private int viewers;
  }

  /**
   * Nobody anywhere.
   *
   * @param publishers how many each room will have
   */
  JanusFeeds(int publishers) {
    this.publishers = publishers;
  }

  /** Somebody's media flows. */
  void add(String room, String feed) {
    Room known;
    synchronized (this) {
      known = room(room);
      known.feeds.add(feed);
      if (known.feeds.size() < publishers) {
        return;
      }
    }
    known.complete.tryComplete();
  }

  /**
   * The publishers that the next viewer watches, once all are there. The n-th viewer begins behind
   * the n-th publisher, so that everybody in a conference sees everybody but themselves.
   */
  Future<List<String>> next(String room, int wanted) {
    Room known;
    int viewer;
    synchronized (this) {
      known = room(room);
      viewer = known.viewers++;
    }
    return known
        .complete
        .future()
        .map(done -> {
          synchronized (this) {
            List<String> chosen = new ArrayList<>();
            for (int i = 1; i <= Math.min(wanted, known.feeds.size()); i++) {
              chosen.add(known.feeds.get((viewer + i) % known.feeds.size()));
            }
            return chosen;
          }
        });
  }

  private Room room(String name) {
    return rooms.computeIfAbsent(name, missing -> new Room());
  }
}
