package io.weir.signaling.session;

import io.vertx.core.Future;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.ServerMessage;
import java.util.List;

/** Answers offers and tells the media plane what was agreed. Signaling's event loop only. */
public final class Negotiations {

  /**
   * What an offer led to.
   *
   * @param answer the SDP to send back
   * @param news what everybody in the room is to hear, once the answer is on its way
   */
  public record Outcome(String answer, List<ServerMessage.Event> news) {

    public Outcome {
      news = List.copyOf(news);
    }
  }

  /** Answers an offer; the future fails with a {@link RequestException}. */
  public Future<Outcome> negotiate(Participant self, String sdp, OfferedTracks tracks) {
    return Future.failedFuture(
        new RequestException(ErrorCode.OFFER_UNUSABLE, "offers are not answered yet"));
  }
}
