package io.weir.signaling.ws;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.weir.signaling.limit.MessageGate;
import io.weir.signaling.message.ClientMessageReader;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.message.ServerMessageWriter;
import io.weir.signaling.session.ClientLink;
import io.weir.signaling.session.CloseCode;
import io.weir.signaling.session.Outbox;
import io.weir.signaling.session.RandomIds;
import io.weir.signaling.session.Timing;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One WebSocket: puts frames together, bounds what waits to be read and written, pings, and tells
 * its link. Signaling's event loop only.
 */
final class ClientConnection implements Outbox {

  /** Most bytes that may wait for a client that does not read. */
  static final int MAX_UNSENT_BYTES = 2 << 20;

  private static final String COALESCE_WRITES = "coalesceWrites";
  private static final int MAX_COALESCED_WRITES = 256;

  private static final long LAST_WORDS_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final Channel channel;
  private final ClientLink link;
  private final MessageGate gate;
  private final String id = RandomIds.secret();
  private final IncomingText incoming = new IncomingText();
  private final long pingTimer;
  private long pings;
  private long unsentBytes;
  private int closeCode;
  private boolean closing;

  /**
   * Takes over an open WebSocket; {@code newLink} makes its end of signaling.
   *
   * @param channel the WebSocket's; nothing is kept of the HTTP connection that it once was
   */
  static void serve(
      Vertx vertx,
      Channel channel,
      ServerWebSocket socket,
      MessageGate gate,
      Timing timing,
      Function<Outbox, ClientLink> newLink) {
    new ClientConnection(vertx, channel, socket, gate, timing, newLink);
  }

  @SuppressWarnings("this-escape")
  private ClientConnection(
      Vertx vertx,
      Channel channel,
      ServerWebSocket socket,
      MessageGate gate,
      Timing timing,
      Function<Outbox, ClientLink> newLink) {
    this.vertx = vertx;
    this.gate = gate;
    this.channel = channel;
    this.socket = socket;
    coalesceWrites(channel);
    this.link = newLink.apply(this);
    this.pingTimer = vertx.setPeriodic(timing.pingInterval().toMillis(), timer -> ping());
    socket.frameHandler(this::onFrame);
    socket.pongHandler(this::onPong);
    socket.exceptionHandler(e -> LOG.debug("A WebSocket failed", e));
    socket.closeHandler(end -> onClosed());
  }

  /**
   * What one turn of the event loop has to say to a client goes out with one system call: when many
   * join at once, each hears of all others.
   */
  private static void coalesceWrites(Channel channel) {
    channel
        .pipeline()
        .addFirst(COALESCE_WRITES, new FlushConsolidationHandler(MAX_COALESCED_WRITES, true));
  }

  private void onPong(Buffer payload) {
    link.onHeard(System.nanoTime());
    if (payload.length() == Long.BYTES) { // others nobody asked for (RFC 6455 §5.5.3)
      link.onPong(payload.getLong(0));
    }
  }

  private void onFrame(WebSocketFrame frame) {
    link.onHeard(System.nanoTime());
    if (closing || frame.isClose() || frame.isPing()) {
      return;
    }
    switch (incoming.add(frame)) {
      case IncomingText.Partial() -> {}
      case IncomingText.Complete(String text) -> onMessage(text);
      case IncomingText.Refused(int code, String reason) -> close(code, reason);
    }
  }

  private void onMessage(String text) {
    MDC.put("connection", id);
    try {
      dispatch(text);
    } finally {
      MDC.remove("connection");
    }
  }

  private void dispatch(String text) {
    switch (gate.onMessage(text.length(), System.nanoTime())) {
      case PASS -> link.onText(text);
      case REFUSE ->
          send(
              ServerMessageWriter.refusal(
                  new ServerMessage.Refused(
                      ClientMessageReader.idOf(text),
                      ErrorCode.RATE_LIMITED,
                      "Too much in too short a time; slow down.")));
      case CLOSE -> close(CloseCode.POLICY_VIOLATION, "too many messages");
    }
  }

  private void ping() {
    long nowNs = System.nanoTime();
    gate.joined(link.hasJoined(), nowNs);
    if (!link.hasJoined() && !link.isHeard(nowNs)) {
      close(CloseCode.TIMEOUT, "timeout");
    } else if (gate.isOverdue(nowNs)) {
      close(CloseCode.POLICY_VIOLATION, "not in a room for too long");
    } else if (!closing) {
      pings++;
      link.onPing(pings);
      socket.writePing(Buffer.buffer().appendLong(pings));
    }
  }

  private void onClosed() {
    closing = true;
    vertx.cancelTimer(pingTimer);
    gate.close();
    @Nullable Short code = socket.closeStatusCode();
    boolean oursFirst = closeCode != 0;
    link.onClosed(
        oursFirst ? closeCode : Objects.requireNonNullElse(code, (short) 0), System.nanoTime());
  }

  @Override
  public void send(String text) {
    gate.joined(link.hasJoined(), System.nanoTime());
    if (closing) {
      return;
    }
    int length = text.length();
    if (!hasRoomFor(length)) {
      flush();
    }
    if (!hasRoomFor(length)) {
      giveUp();
      return;
    }
    unsentBytes += length;
    socket.writeTextMessage(text).onComplete(written -> unsentBytes -= length);
  }

  /** One long text is no backlog: who joins a large room gets it whole. */
  private boolean hasRoomFor(int length) {
    return unsentBytes == 0 || unsentBytes + length <= MAX_UNSENT_BYTES;
  }

  /**
   * Hands the operating system what waits only for the end of this turn. First through all
   * handlers, for TLS encrypts on flushing, then past the one that puts it off; again as long as
   * that brings on more, for Vert.x holds back what the channel has no room for.
   */
  private void flush() {
    @Nullable ChannelHandlerContext coalescing = channel.pipeline().context(COALESCE_WRITES);
    long before = Long.MAX_VALUE;
    while (coalescing != null && unsentBytes < before) {
      before = unsentBytes;
      channel.flush();
      coalescing.flush();
    }
  }

  /** The close frame waits behind all that is unread, so the participant does not wait for it. */
  private void giveUp() {
    close(CloseCode.TRY_AGAIN_LATER, "the client does not read");
    vertx.setTimer(LAST_WORDS_MS, timer -> closeChannel());
    vertx.runOnContext(later -> link.onClosed(CloseCode.TRY_AGAIN_LATER, System.nanoTime()));
  }

  private void closeChannel() {
    ChannelFuture ignored = channel.close(); // The close handler hears of it.
  }

  @Override
  public void close(int code, String reason) {
    if (!closing) {
      closing = true;
      closeCode = code;
      socket.close((short) code, reason);
    }
  }
}
