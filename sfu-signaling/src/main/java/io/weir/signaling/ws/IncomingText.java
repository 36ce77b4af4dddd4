package io.weir.signaling.ws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.weir.signaling.message.ClientMessageReader;
import io.weir.signaling.session.CloseCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Puts the frames of text messages together, within the protocol's limits. */
final class IncomingText {

  /** Largest message of any type. */
  static final int MAX_OFFER_BYTES = 1 << 20;

  /** Largest message that is no offer. */
  static final int MAX_MESSAGE_BYTES = 64 << 10;

  private Buffer parts = Buffer.buffer();
  private boolean started;

  /** What a frame led to. */
  sealed interface Step {}

  /** More frames must come. */
  record Partial() implements Step {}

  /**
   * A message is whole.
   *
   * @param text the message
   */
  record Complete(String text) implements Step {}

  /**
   * The connection cannot go on.
   *
   * @param code WebSocket close code
   * @param reason for people
   */
  record Refused(int code, String reason) implements Step {}

  Step add(WebSocketFrame frame) {
    if (frame.type() == WebSocketFrameType.PONG) {
      return new Partial();
    }
    boolean text = frame.type() == WebSocketFrameType.TEXT;
    if (!text && !(started && frame.type() == WebSocketFrameType.CONTINUATION)) {
      return new Refused(CloseCode.UNSUPPORTED_DATA, "only text messages are understood");
    }
    started = true;
    parts.appendBuffer(frame.binaryData());
    if (parts.length() > MAX_OFFER_BYTES) {
      return new Refused(CloseCode.TOO_BIG, "the message is larger than 1 MiB");
    }
    return frame.isFinal() ? complete() : new Partial();
  }

  private Step complete() {
    byte[] bytes = parts.getBytes();
    parts = Buffer.buffer();
    started = false;
    String message;
    try {
      message = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new Refused(CloseCode.INVALID_PAYLOAD, "the message is not UTF-8");
    }
    if (bytes.length > MAX_MESSAGE_BYTES && !ClientMessageReader.isOffer(message)) {
      return new Refused(CloseCode.TOO_BIG, "the message is larger than 64 KiB");
    }
    return new Complete(message);
  }
}
