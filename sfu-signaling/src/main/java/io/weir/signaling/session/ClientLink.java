package io.weir.signaling.session;

import io.weir.signaling.auth.Grants;
import io.weir.signaling.message.ClientMessage;
import io.weir.signaling.message.ClientMessageReader;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.RequestId;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.message.ServerMessageWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket's end of signaling: reads its requests, lets it join or resume a session, and hands
 * that the rest. The session outlives it. Signaling's event loop only.
 */
public final class ClientLink {

  private static final Logger LOG = LoggerFactory.getLogger(ClientLink.class);

  private final SessionServices services;
  private final Outbox outbox;
  private final @Nullable String connectionToken;
  private final boolean fromLoopback;

  private @Nullable ClientSession session;
  private boolean joining;
  private boolean closed;
  private long lastHeardNs;

  /**
   * A link that carries no session yet.
   *
   * @param connectionToken the token of the upgrade request, used when {@code join} has none
   */
  public ClientLink(
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

  /**
   * The client was pinged: once it answers, it has received all that was sent before. Numbers grow
   * from ping to ping.
   */
  public void onPing(long number) {
    if (session != null) {
      session.onPing(number);
    }
  }

  /** A pong with the number of a ping came, which the client may have made up. */
  public void onPong(long number) {
    if (session != null) {
      session.onPong(number);
    }
  }

  /** Whether a frame came within the limit of silence. */
  public boolean isHeard(long nowNs) {
    return nowNs - lastHeardNs < services.timing().silenceLimit().toNanos();
  }

  long lastHeardNs() {
    return lastHeardNs;
  }

  /** Whether it carries a session. */
  public boolean hasJoined() {
    return session != null;
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
  public void onClosed(int closeCode, long nowNs) {
    closed = true;
    ClientSession carried = session;
    session = null;
    if (carried != null) {
      carried.onConnectionClosed(closeCode, nowNs);
    }
  }

  void send(String text) {
    if (!closed) {
      outbox.send(text);
    }
  }

  /** The session goes on elsewhere, or has ended: the WebSocket is closed. */
  void end(int closeCode, String reason) {
    session = null;
    closed = true;
    outbox.close(closeCode, reason);
  }

  /** The session has ended, and the WebSocket may join again. */
  void release() {
    session = null;
  }

  private void handle(ClientMessage message) throws RequestException {
    ClientSession carried = session;
    switch (message) {
      case ClientMessage.Join join -> join(join);
      case ClientMessage.Resume resume -> resume(resume);
      case ClientMessage.ForMembers request -> {
        if (carried == null) {
          throw new RequestException(ErrorCode.NOT_JOINED, "Join a room first.");
        }
        carried.handle(request);
      }
    }
  }

  private void join(ClientMessage.Join join) throws RequestException {
    requireNoSession();
    joining = true;
    String token = join.token() == null ? connectionToken : join.token();
    services
        .authenticator()
        .authenticate(token, join.room(), fromLoopback)
        .onComplete(
            grants -> {
              joining = false;
              try {
                joined(join, grants);
              } catch (RequestException e) {
                refuse(join.id(), e);
              }
            },
            failure -> {
              joining = false;
              refuse(join.id(), failure);
            });
  }

  private void requireNoSession() throws RequestException {
    if (joining || session != null) {
      throw new RequestException(ErrorCode.ALREADY_JOINED, "This session is in a room already.");
    }
  }

  private void joined(ClientMessage.Join join, Grants grants) throws RequestException {
    if (closed) {
      return;
    }
    ClientSession carried = joinedBefore(join, grants);
    if (carried == null) {
      carried = new ClientSession(services, join, grants);
    }
    session = carried;
    carried.carryOver(this);
    send(ServerMessageWriter.reply(carried.joined(join.id())));
  }

  /** The session that the same join led to when its reply was lost, or null. */
  private @Nullable ClientSession joinedBefore(ClientMessage.Join join, Grants grants) {
    String key = join.key();
    ClientSession known = key == null ? null : services.sessions().findByKey(key);
    return known != null && known.isOf(join.room(), grants) ? known : null;
  }

  private void resume(ClientMessage.Resume resume) throws RequestException {
    requireNoSession();
    ClientSession known = services.sessions().find(resume.session());
    if (known == null) {
      throw new RequestException(
          ErrorCode.SESSION_EXPIRED, "There is no such session, or none any more; join again.");
    }
    session = known;
    try {
      known.resume(this, resume);
    } catch (RequestException e) {
      session = null;
      throw e;
    }
  }

  private void refuse(RequestId id, Throwable failure) {
    refuse(refusal(id, failure));
  }

  private void refuse(ServerMessage.Refused refusal) {
    send(ServerMessageWriter.refusal(refusal));
  }

  /** What a client is told of a request that failed. */
  static ServerMessage.Refused refusal(RequestId id, Throwable failure) {
    RequestException refusal = Refusals.of(failure);
    if (refusal.code() == ErrorCode.INTERNAL) {
      LOG.error("A request failed", failure);
    }
    return new ServerMessage.Refused(id, refusal.code(), refusal.sentence());
  }
}
