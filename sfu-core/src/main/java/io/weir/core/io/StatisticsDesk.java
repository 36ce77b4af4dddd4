package io.weir.core.io;

import io.weir.core.control.ParticipantStatistics;
import io.weir.core.room.Room;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where statistics of a worker's participants are asked for. Any thread asks; the worker's thread
 * answers, a few participants per turn, so that media never waits behind somebody's curiosity.
 */
final class StatisticsDesk {
  /** Some 20 µs of a turn. */
  static final int PARTICIPANTS_PER_TURN = 32;

  /** More questions at once have no sense; a worker that is stuck must not gather them. */
  static final int MAX_WAITING = 16;

  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  /** One question under way. */
  private static final class Request {
    private final @Nullable String room;
    private final CompletableFuture<List<ParticipantStatistics>> answer = new CompletableFuture<>();
    private final List<ParticipantStatistics> found = new ArrayList<>();
    private @Nullable Queue<Iterator<ParticipantStatistics>> remaining;

    private Request(@Nullable String room) {
      this.room = room;
    }

    /** Goes on; true when nothing is left. */
    private boolean collect(RoomShares shares) {
      Queue<Iterator<ParticipantStatistics>> rooms = remaining;
      if (rooms == null) {
        rooms = new ArrayDeque<>();
        for (Room share : shares.all()) {
          if (room == null || share.name().equals(room)) {
            rooms.add(share.statistics());
          }
        }
        remaining = rooms;
      }
      for (int i = 0; i < PARTICIPANTS_PER_TURN && !rooms.isEmpty(); i++) {
        Iterator<ParticipantStatistics> present = rooms.element();
        if (present.hasNext()) {
          found.add(present.next());
        } else {
          rooms.remove();
        }
      }
      return rooms.isEmpty();
    }
  }

  /**
   * Asks for everybody, or for one room's share only. Any thread. The answer fails when the worker
   * has ended or too many wait; what depends on it runs on the worker's thread and must not wait.
   */
  CompletableFuture<List<ParticipantStatistics>> ask(@Nullable String room) {
    Request request = new Request(room);
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      request.answer.completeExceptionally(new CancellationException("too many requests wait"));
      return request.answer;
    }
    requests.add(request);
    if (closed) {
      close();
    }
    return request.answer;
  }

  /** Answers a little; true when there is more to do. Worker thread only. */
  boolean work(RoomShares shares) {
    Request request = requests.peek();
    if (request == null) {
      return false;
    }
    try {
      if (request.answer.isDone() || request.collect(shares)) {
        remove(request);
        request.answer.complete(request.found);
      }
    } catch (RuntimeException e) {
      remove(request);
      request.answer.completeExceptionally(e);
    }
    return !requests.isEmpty();
  }

  /** Answers nobody any more. Any thread, once the worker's has ended. */
  void close() {
    closed = true;
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      waiting.decrementAndGet();
      request.answer.completeExceptionally(new CancellationException("the worker has ended"));
    }
  }

  private void remove(Request request) {
    requests.remove(request);
    waiting.decrementAndGet();
  }
}
