package io.weir.signaling.whip;

import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.message.ServerMessageWriter;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.ParticipantSink;
import io.weir.signaling.session.RandomIds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A WHIP or WHEP session: a participant that was set up over HTTP and lives by its media alone.
 * Signaling's event loop only.
 */
class HttpSession implements ParticipantSink {

  private final HttpSessions sessions;
  private final String secret = RandomIds.secret();
  private final long createdNs;
  private final Duration grace;
  private final EventStreams events = new EventStreams();
  private String etag = newEtag();
  private @Nullable Participant participant;

  HttpSession(HttpSessions sessions, Duration grace, long nowNs) {
    this.sessions = sessions;
    this.grace = grace;
    this.createdNs = nowNs;
  }

  /** The last segment of the session's address, which nobody guesses. */
  String secret() {
    return secret;
  }

  /** Names the ICE session: it changes with every restart (RFC 9725 §4.3.1). */
  String etag() {
    return etag;
  }

  void renewEtag() {
    etag = newEtag();
  }

  private static String newEtag() {
    return '"' + RandomIds.secret() + '"';
  }

  /** What it tells over server-sent events. */
  EventStreams events() {
    return events;
  }

  void setParticipant(Participant participant) {
    this.participant = participant;
  }

  Participant participant() {
    Participant self = participant;
    if (self == null) {
      throw new IllegalStateException("the session has no participant yet");
    }
    return self;
  }

  @Override
  public void onEvent(ServerMessage.Event event) {
    if (event instanceof ServerMessage.LayersWanted wanted) {
      events.setLayersWanted(wanted.mid(), ServerMessageWriter.data(wanted));
    } // HTTP has no way to pass others on.
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    sessions.remove(this);
  }

  /** There is no signaling to hear; media gets some time to start. */
  @Override
  public boolean isHeard(long nowNs) {
    return nowNs - createdNs < grace.toNanos();
  }

  /** It has no signaling to wait for. */
  @Override
  public boolean isGivenUp(long nowNs) {
    return false;
  }

  @Override
  public void onServerClosing() {
    sessions.remove(this);
  }
}
