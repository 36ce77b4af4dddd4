package io.weir.signaling.session;

import io.weir.signaling.auth.Grants;
import io.weir.signaling.limit.Rate;
import io.weir.signaling.message.ClientMessage;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.EventText;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.RequestId;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.message.ServerMessageWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member's session: carries out its requests, each once, and numbers the events that it is sent.
 * It outlives its WebSocket: what happens while it has none is sent when the next one resumes it.
 * Signaling's event loop only.
 */
public final class ClientSession implements ParticipantSink {

  /** More are the same again: the media workers are asked as often. */
  private static final int STATISTICS_PER_SECOND = 2;

  private final SessionServices services;
  private final String name = RandomIds.secret();
  private final @Nullable String joinKey;
  private final Participant self;
  private final EventLog log = new EventLog();
  private final RecentReplies replies = new RecentReplies();

  private final Rate statisticsRate = new Rate(STATISTICS_PER_SECOND, System.nanoTime());

  private @Nullable ClientLink link;
  private long lastHeardNs;
  private long lostAtNs;
  private @Nullable LeaveReason removed;

  /** Lets a newcomer into their room. */
  @SuppressWarnings("this-escape")
  ClientSession(SessionServices services, ClientMessage.Join join, Grants grants)
      throws RequestException {
    this.services = services;
    this.joinKey = join.key();
    this.self =
        services
            .rooms()
            .join(
                join.room(),
                grants,
                new RoomDirectory.Newcomer(
                    join.name(), join.metadata(), null, Participant.Role.MEMBER),
                this);
    services.sessions().add(this);
  }

  /** The secret that resumes it. */
  String name() {
    return name;
  }

  /** What its client chose to recognize its own join by, or null. */
  @Nullable String joinKey() {
    return joinKey;
  }

  /** Whether it is a session in this room of somebody with these rights. */
  boolean isOf(String room, Grants grants) {
    return self.isPresent() && self.room().name().equals(room) && self.grants().equals(grants);
  }

  /** Whether its participant is gone. */
  boolean hasEnded() {
    return !self.isPresent();
  }

  @Override
  public boolean isHeard(long nowNs) {
    return nowNs - lastHeardNs() < services.timing().silenceLimit().toNanos();
  }

  @Override
  public boolean isGivenUp(long nowNs) {
    long sinceNs = link == null ? lostAtNs : lastHeardNs();
    return nowNs - sinceNs >= services.timing().resumeLimit().toNanos();
  }

  private long lastHeardNs() {
    return link == null ? lastHeardNs : link.lastHeardNs();
  }

  /** Goes on over another WebSocket; the one before, which may hang half-open, is closed. */
  void carryOver(ClientLink next) {
    ClientLink before = link;
    link = next;
    replies.onNewConnection();
    if (before != null) {
      before.end(CloseCode.RESUMED, "the session goes on over another connection");
    }
  }

  /** Answers {@code join} with everything as it is now. */
  ServerMessage.Joined joined(RequestId id) {
    return new ServerMessage.Joined(
        id,
        name,
        self.view(),
        self.room().view(),
        self.room().chat().entries(),
        services.iceServers(),
        self.grants().claims(),
        log.lastSeq());
  }

  /** Goes on over another WebSocket, which is sent all that the client has missed. */
  void resume(ClientLink next, ClientMessage.Resume resume) throws RequestException {
    if (resume.seq() > log.lastSeq()) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "The session's last event has the number " + log.lastSeq() + ".");
    }
    List<EventLog.Entry> missed = log.after(resume.seq());
    if (missed == null) {
      services.sessions().remove(this);
      services.rooms().remove(self, LeaveReason.DISCONNECTED);
      throw new RequestException(
          ErrorCode.SESSION_EXPIRED,
          "More has happened than the server keeps for who is away; join again.");
    }
    carryOver(next);
    next.send(
        ServerMessageWriter.reply(
            new ServerMessage.Resumed(
                resume.id(), services.iceServers(), self.grants().claims(), log.lastSeq())));
    for (EventLog.Entry entry : missed) {
      next.send(entry.text().withSeq(entry.seq()));
    }
    if (removed != null) {
      sayGoodbye(next, removed);
    }
  }

  /** The WebSocket asks its client for an answer, which comes behind all that was sent so far. */
  void onPing(long number) {
    replies.onPing(number);
  }

  /** A pong with the number of a ping came. */
  void onPong(long number) {
    replies.onPong(number);
  }

  /** The WebSocket is gone; unless that was meant to be, the session waits for the next one. */
  void onConnectionClosed(int closeCode, long nowNs) {
    if (link != null) {
      lastHeardNs = link.lastHeardNs();
    }
    link = null;
    lostAtNs = nowNs;
    if (closeCode == CloseCode.NORMAL || closeCode == CloseCode.GOING_AWAY) {
      leave(LeaveReason.LEFT);
    } else if (CloseCode.isServersRefusal(closeCode)) {
      leave(LeaveReason.DISCONNECTED);
    }
  }

  private void leave(LeaveReason reason) {
    services.sessions().remove(this);
    services.rooms().leave(self, reason);
  }

  @Override
  public void onEvent(ServerMessage.Event event) {
    onEvent(new EventText(event));
  }

  @Override
  public void onEvent(EventText shared) {
    log.add(shared);
    if (link != null) {
      link.send(shared.withSeq(log.lastSeq()));
    }
  }

  /**
   * The server took the participant out. Who is away comes to hear of it when they resume, unless
   * it was their being away.
   */
  @Override
  public void onRemoved(LeaveReason reason) {
    ClientLink carrier = link;
    if (carrier != null) {
      sayGoodbye(carrier, reason);
    } else if (reason == LeaveReason.TIMEOUT || reason == LeaveReason.DISCONNECTED) {
      services.sessions().remove(this);
    } else {
      removed = reason;
    }
  }

  private void sayGoodbye(ClientLink carrier, LeaveReason reason) {
    services.sessions().remove(this);
    link = null;
    carrier.end(closeCode(reason), reason.wireName());
  }

  private static int closeCode(LeaveReason reason) {
    return switch (reason) {
      case REMOVED, ROOM_CLOSED -> CloseCode.REMOVED;
      case LEFT, DISCONNECTED, TIMEOUT, FAILED -> CloseCode.TIMEOUT;
    };
  }

  @Override
  public void onServerClosing() {
    onEvent(new ServerMessage.RoomClosed("shutdown"));
    ClientLink carrier = link;
    if (carrier != null) {
      carrier.end(CloseCode.GOING_AWAY, "the server ends");
    }
  }

  /** Carries a request out, unless it repeats one of an earlier connection: that is answered. */
  void handle(ClientMessage.ForMembers request) {
    RequestId id = request.id();
    String known = replies.find(id);
    if (known != null) {
      send(known);
    } else if (!replies.isPending(id)) {
      try {
        carryOut(request);
      } catch (RequestException | RuntimeException e) {
        refuse(id, e);
      }
    }
  }

  private void carryOut(ClientMessage.ForMembers request) throws RequestException {
    MemberRequests members = services.members();
    switch (request) {
      case ClientMessage.Offer offer -> offer(offer);
      case ClientMessage.Candidate candidate -> {
        members.checkCandidate(self, candidate);
        done(candidate.id());
      }
      case ClientMessage.View view -> {
        members.view(self, view);
        done(view.id());
      }
      case ClientMessage.Mute mute -> {
        ServerMessage.@Nullable Event news = members.mute(self, mute);
        done(mute.id());
        tell(news == null ? List.of() : List.of(news));
      }
      case ClientMessage.Unpublish unpublish -> {
        ServerMessage.Event news = members.unpublish(self, unpublish);
        done(unpublish.id());
        tell(List.of(news));
      }
      case ClientMessage.Update update -> {
        ServerMessage.Event news = members.update(self, update);
        done(update.id());
        tell(List.of(news));
      }
      case ClientMessage.Message data -> {
        long time = members.message(self, data);
        reply(data.id(), ServerMessageWriter.reply(new ServerMessage.Delivered(data.id(), time)));
      }
      case ClientMessage.Statistics statistics -> statistics(statistics);
      case ClientMessage.Moderate moderate -> {
        services.moderators().moderate(self, moderate);
        done(moderate.id());
      }
      case ClientMessage.Leave leave -> {
        leave(LeaveReason.LEFT);
        done(leave.id());
        release();
      }
    }
  }

  private void release() {
    Objects.requireNonNull(link).release();
    link = null;
  }

  private void offer(ClientMessage.Offer offer) throws RequestException {
    replies.begin(offer.id());
    services
        .negotiations()
        .negotiate(self, offer.sdp(), offer.tracks())
        .onComplete(
            outcome -> {
              if (self.isPresent()) {
                reply(
                    offer.id(),
                    ServerMessageWriter.reply(
                        new ServerMessage.Answered(offer.id(), outcome.answer())));
                tell(outcome.news());
              }
            },
            failure -> refuse(offer.id(), failure));
  }

  /** Answers what is true for a moment: a repeated request is answered anew. */
  private void statistics(ClientMessage.Statistics request) throws RequestException {
    if (!statisticsRate.take(System.nanoTime())) {
      throw new RequestException(
          ErrorCode.RATE_LIMITED, "Statistics are new twice a second; ask less often.");
    }
    services.members().statistics(self, request);
    services
        .statistics()
        .of(self, request.id())
        .onComplete(
            measured -> {
              if (self.isPresent()) {
                send(ServerMessageWriter.reply(measured));
              }
            },
            failure -> refuse(request.id(), failure));
  }

  private void tell(List<ServerMessage.Event> news) {
    for (ServerMessage.Event event : news) {
      self.room().tellAll(event);
    }
  }

  private void done(RequestId id) {
    reply(id, ServerMessageWriter.reply(new ServerMessage.Done(id)));
  }

  private void refuse(RequestId id, Throwable failure) {
    reply(id, ServerMessageWriter.refusal(ClientLink.refusal(id, failure)));
  }

  private void reply(RequestId id, String text) {
    replies.add(id, text);
    send(text);
  }

  private void send(String text) {
    if (link != null) {
      link.send(text);
    }
  }
}
