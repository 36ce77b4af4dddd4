package io.weir.signaling.session;

import io.weir.signaling.auth.Grants;
import io.weir.signaling.message.ClientMessage;
import io.weir.signaling.message.ClientMessageReader;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.RequestId;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.message.ServerMessageWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket client: reads its requests, answers each, and numbers the events that it is sent.
 * Signaling's event loop only.
 */
public final class ClientSession implements ParticipantSink {

  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  private final SessionServices services;
  private final Outbox outbox;
  private final @Nullable String connectionToken;
  private final boolean fromLoopback;

  private @Nullable Participant participant;
  private boolean joining;
  private boolean closed;
  private long lastSeq;
  private long lastHeardNs;

  /**
   * A session that has not joined yet.
   *
   * @param connectionToken the token of the upgrade request, used when {@code join} has none
   */
  public ClientSession(
      SessionServices services,
      Outbox outbox,
      @Nullable String connectionToken,
      boolean fromLoopback,
      long nowNs) {
    this.services = services;
    this.outbox = outbox;
    this.connectionToken = connectionToken;
    this.fromLoopback = fromLoopback;
    this.lastHeardNs = nowNs;
  }

  /** Any frame came, a pong too. */
  public void onHeard(long nowNs) {
    lastHeardNs = nowNs;
  }

  @Override
  public boolean isHeard(long nowNs) {
    return nowNs - lastHeardNs < services.timing().silenceLimit().toNanos();
  }

  /** Whether it takes part in a room. */
  public boolean hasJoined() {
    return participant != null;
  }

  /** Takes one message from the client. */
  public void onText(String text) {
    if (closed) {
      return;
    }
    switch (ClientMessageReader.read(text)) {
      case ClientMessageReader.Invalid(ServerMessage.Refused refusal) -> refuse(refusal);
      case ClientMessageReader.Valid(ClientMessage message) -> {
        try {
          handle(message);
        } catch (RequestException | RuntimeException e) {
          refuse(message.id(), e);
        }
      }
    }
  }

  /** The connection is gone. */
  public void onClosed(int closeCode) {
    closed = true;
    Participant leaver = participant;
    participant = null;
    if (leaver != null) {
      boolean deliberate = closeCode == CloseCode.NORMAL || closeCode == CloseCode.GOING_AWAY;
      services.rooms().leave(leaver, deliberate ? LeaveReason.LEFT : LeaveReason.DISCONNECTED);
    }
  }

  @Override
  public void onEvent(ServerMessage.Event event) {
    lastSeq++;
    outbox.send(ServerMessageWriter.event(event, lastSeq));
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    participant = null;
    closed = true;
    outbox.close(
        reason == LeaveReason.TIMEOUT ? CloseCode.TIMEOUT : CloseCode.REMOVED, reason.wireName());
  }

  @Override
  public void onServerClosing() {
    onEvent(new ServerMessage.RoomClosed("shutdown"));
    outbox.close(CloseCode.GOING_AWAY, "the server ends");
  }

  private void handle(ClientMessage message) throws RequestException {
    if (message instanceof ClientMessage.Join join) {
      join(join);
      return;
    }
    if (message instanceof ClientMessage.Resume) {
      throw new RequestException(
          ErrorCode.SESSION_EXPIRED, "A session ends with its WebSocket; join again.");
    }
    Participant self = participant;
    if (self == null) {
      throw new RequestException(ErrorCode.NOT_JOINED, "Join a room first.");
    }
    MemberRequests requests = services.members();
    switch (message) {
      case ClientMessage.Offer offer -> offer(self, offer);
      case ClientMessage.Candidate candidate -> {
        requests.checkCandidate(self, candidate);
        done(candidate.id());
      }
      case ClientMessage.View view -> {
        requests.view(self, view);
        done(view.id());
      }
      case ClientMessage.Mute mute -> {
        ServerMessage.@Nullable Event news = requests.mute(self, mute);
        done(mute.id());
        tell(self, news == null ? List.of() : List.of(news));
      }
      case ClientMessage.Unpublish unpublish -> {
        ServerMessage.Event news = requests.unpublish(self, unpublish);
        done(unpublish.id());
        tell(self, List.of(news));
      }
      case ClientMessage.Update update -> {
        ServerMessage.Event news = requests.update(self, update);
        done(update.id());
        tell(self, List.of(news));
      }
      case ClientMessage.Message data -> {
        requests.message(self, data);
        done(data.id());
      }
      case ClientMessage.Leave leave -> {
        participant = null;
        services.rooms().leave(self, LeaveReason.LEFT);
        done(leave.id());
      }
      case ClientMessage.Join join -> throw new AssertionError(join);
      case ClientMessage.Resume resume -> throw new AssertionError(resume);
    }
  }

  private void join(ClientMessage.Join join) throws RequestException {
    if (joining || participant != null) {
      throw new RequestException(ErrorCode.ALREADY_JOINED, "This session is in a room already.");
    }
    joining = true;
    String token = join.token() == null ? connectionToken : join.token();
    services
        .authenticator()
        .authenticate(token, join.room(), fromLoopback)
        .onComplete(
            grants -> {
              joining = false;
              joined(join, grants);
            },
            failure -> {
              joining = false;
              refuse(join.id(), failure);
            });
  }

  private void joined(ClientMessage.Join join, Grants grants) {
    if (closed) {
      return;
    }
    lastSeq = 0;
    Participant self =
        services
            .rooms()
            .join(
                join.room(),
                grants,
                new RoomDirectory.Newcomer(
                    join.name(), join.metadata(), null, Participant.Role.MEMBER),
                this);
    participant = self;
    outbox.send(
        ServerMessageWriter.reply(
            new ServerMessage.Joined(
                join.id(),
                RandomIds.secret(),
                self.view(),
                self.room().view(),
                services.iceServers(),
                grants.claims(),
                lastSeq)));
  }

  private void offer(Participant self, ClientMessage.Offer offer) throws RequestException {
    services
        .negotiations()
        .negotiate(self, offer.sdp(), offer.tracks())
        .onComplete(
            outcome -> {
              if (self.isPresent()) {
                outbox.send(
                    ServerMessageWriter.reply(
                        new ServerMessage.Answered(offer.id(), outcome.answer())));
                tell(self, outcome.news());
              }
            },
            failure -> refuse(offer.id(), failure));
  }

  private static void tell(Participant self, List<ServerMessage.Event> news) {
    for (ServerMessage.Event event : news) {
      self.room().tellAll(event);
    }
  }

  private void done(RequestId id) {
    outbox.send(ServerMessageWriter.reply(new ServerMessage.Done(id)));
  }

  private void refuse(RequestId id, Throwable failure) {
    RequestException refusal = Refusals.of(failure);
    if (refusal.code() == ErrorCode.INTERNAL) {
      LOG.error("A request failed", failure);
    }
    refuse(new ServerMessage.Refused(id, refusal.code(), refusal.sentence()));
  }

  private void refuse(ServerMessage.Refused refusal) {
    if (!closed) {
      outbox.send(ServerMessageWriter.refusal(refusal));
    }
  }
}
