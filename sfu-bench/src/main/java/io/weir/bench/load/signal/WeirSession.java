package io.weir.bench.load.signal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;
import io.weir.core.control.MediaKind;
import org.jspecify.annotations.Nullable;

/** One participant of a room of Weir. Its WebSocket's event loop, except for what the seam says. */
final class WeirSession implements SignalingSession {

  private final WeirSignaling signaling;
  private final Peer peer;
  private final String token;
  private int lastId;
  private volatile @Nullable WeirSocket socket;
  private String session = "";
  private long joinedSeq;
  private volatile boolean left;

  WeirSession(WeirSignaling signaling, Peer peer, String token) {
    this.signaling = signaling;
    this.peer = peer;
    this.token = token;
  }

  Future<Void> join() {
    return signaling
        .connect()
        .compose(connected ->
            enter(connected)
                .recover(failure -> {
                  left = true;
                  connected.close();
                  return Future.failedFuture(SignalingException.of(failure));
                }));
  }

  private Future<Void> enter(WeirSocket connected) {
    use(connected);
    ObjectNode join = WeirSocket.fields();
    join.put("room", peer.room()).put("name", peer.name());
    if (!token.isEmpty()) {
      join.put("token", token);
    }
    return request(connected, "join", join)
        .compose(reply -> {
          session = reply.path("session").asText();
          joinedSeq = reply.path("seq").asLong();
          return negotiate(connected);
        });
  }

  private void use(WeirSocket connected) {
    socket = connected;
    connected.listen(event -> hear(connected, event), reason -> ended(connected, reason));
  }

  private Future<JsonNode> request(WeirSocket connected, String type, ObjectNode fields) {
    lastId++;
    return connected.request(lastId, type, fields);
  }

  private Future<Void> negotiate(WeirSocket connected) {
    ClientOffer offer;
    try {
      offer = peer.offer();
    } catch (DescriptionException e) {
      return Future.failedFuture(new SignalingException(SignalingException.causeOf(e)));
    }
    ObjectNode fields = WeirSocket.fields();
    fields.put("sdp", offer.text());
    ArrayNode tracks = fields.putArray("tracks");
    for (ClientOffer.TrackLine track : offer.tracks()) {
      tracks
          .addObject()
          .put("mid", track.mid())
          .put("source", track.kind() == MediaKind.AUDIO ? "microphone" : "camera");
    }
    return request(connected, "offer", fields)
        .compose(reply -> {
          try {
            peer.accept(offer, reply.path("sdp").asText());
            return Future.succeededFuture();
          } catch (DescriptionException e) {
            return Future.failedFuture(new SignalingException(SignalingException.causeOf(e)));
          }
        });
  }

  private void hear(WeirSocket connected, JsonNode event) {
    switch (event.path("type").asText()) {
      case "renegotiate" ->
          negotiate(connected)
              .onFailure(failure -> peer.ended(SignalingException.causeOf(failure)));
      case "roomClosed" -> {
        left = true;
        peer.ended("roomClosed: " + event.path("reason").asText());
      }
      default -> {
        // goAway: the call may go on until the server ends it.
      }
    }
  }

  private void ended(WeirSocket which, String reason) {
    if (!left && which == socket) {
      peer.ended(reason);
    }
  }

  @Override
  public Future<Void> leave() {
    left = true;
    WeirSocket connected = socket;
    if (connected != null) {
      connected.close();
    }
    return Future.succeededFuture();
  }

  @Override
  public void cut() {
    WeirSocket connected = socket;
    if (connected != null) {
      joinedSeq = connected.lastSeq(joinedSeq);
      socket = null;
      connected.abort();
    }
  }

  @Override
  public Future<Void> resume() {
    return signaling
        .connect()
        .compose(connected -> {
          use(connected);
          ObjectNode resume = WeirSocket.fields();
          resume.put("session", session).put("seq", joinedSeq);
          return request(connected, "resume", resume).<Void>mapEmpty();
        })
        .recover(failure -> Future.failedFuture(SignalingException.of(failure)));
  }
}
