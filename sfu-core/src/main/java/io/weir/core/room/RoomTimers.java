package io.weir.core.room;

import io.weir.core.deadline.DeadlineHeap;
import io.weir.core.transport.TransportDefect;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * When the participants of a room's share, and the room itself, have something to do: who has
 * nothing to do costs a pass of timers nothing. Worker thread only.
 */
final class RoomTimers {
  private final DeadlineHeap<Participant> transports = new DeadlineHeap<>();
  private LongConsumer listener = earlierNs -> {};
  private long ownNs = Long.MAX_VALUE;

  /** Tells {@code next} from now on when {@link #nextNs} is earlier than it was. */
  void announceTo(LongConsumer next) {
    listener = next;
  }

  /** The next deadline of all; {@code Long.MAX_VALUE} for never. */
  long nextNs() {
    return Math.min(ownNs, transports.firstNs());
  }

  /** A participant has something to do, at the latest then. */
  void bringForward(Participant participant, long candidateNs) {
    long before = nextNs();
    transports.bringForward(participant.deadline(), candidateNs);
    announceIfEarlier(candidateNs, before);
  }

  /** The room itself has something to do, at the latest then. */
  void bringForward(long candidateNs) {
    if (candidateNs < ownNs) {
      long before = nextNs();
      ownNs = candidateNs;
      announceIfEarlier(candidateNs, before);
    }
  }

  /** Forgets a participant. */
  void remove(Participant participant) {
    transports.remove(participant.deadline());
  }

  /**
   * Runs the timers of all participants that are due.
   *
   * @return the last failure of a transport, if there was one
   */
  @Nullable TransportDefect runTransports(long nowNs) {
    TransportDefect defect = null;
    Participant due = transports.takeDue(nowNs);
    while (due != null) {
      try {
        due.handleTimeout(nowNs);
      } catch (TransportDefect e) {
        defect = e;
      } finally {
        // Not before the next pass, whatever it wants: the others' timers are due as well. Also
        // after an error, which its worker survives.
        transports.set(due.deadline(), Math.max(due.nextDeadlineNs(), nowNs + 1));
      }
      due = transports.takeDue(nowNs);
    }
    return defect;
  }

  /** Whether the room's own timers are due; they are then set to run again after a pause. */
  boolean takeOwn(long nowNs, long pauseNs) {
    boolean due = ownNs != Long.MAX_VALUE && ownNs - nowNs <= 0;
    if (due) {
      ownNs = nowNs + pauseNs;
    }
    return due;
  }

  private void announceIfEarlier(long candidateNs, long beforeNs) {
    if (candidateNs < beforeNs) {
      listener.accept(candidateNs);
    }
  }
}
