package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.message.RequestId;
import org.junit.jupiter.api.Test;

class RecentRepliesTest {
  private static final String ANSWER = "a".repeat(RecentReplies.LARGE);

  private final RecentReplies replies = new RecentReplies();

  private static RequestId id(long number) {
    return new RequestId.Integral(number);
  }

  @Test
  void shouldForgetALargeReplyOnceTheClientHasReceivedIt() {
    replies.add(id(1), ANSWER);
    replies.add(id(2), "small");
    replies.onPing();
    replies.add(id(3), ANSWER);
    replies.onPong();
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isNull();
    assertThat(replies.find(id(2))).isEqualTo("small");
    assertThat(replies.find(id(3))).as("sent after the ping").isEqualTo(ANSWER);
  }

  @Test
  void shouldKeepALargeReplyWhilePingsStayUnanswered() {
    replies.add(id(1), ANSWER);
    replies.onPing();
    replies.add(id(2), ANSWER);
    replies.onPing();
    replies.onNewConnection();
    replies.onPong();
    assertThat(replies.find(id(1))).isEqualTo(ANSWER);
    assertThat(replies.find(id(2))).isEqualTo(ANSWER);
  }

  /** The pong may answer the first ping, before which only the first reply was sent. */
  @Test
  void shouldTakeAPongForTheOldestPing() {
    replies.add(id(1), ANSWER);
    replies.onPing();
    replies.add(id(2), ANSWER);
    replies.onPing();
    replies.onPong();
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isNull();
    assertThat(replies.find(id(2))).isEqualTo(ANSWER);
  }

  @Test
  void shouldKeepAReplyThatTookTheIdOfOneFromBeforeThePing() {
    replies.add(id(1), ANSWER);
    replies.onPing();
    replies.add(id(1), ANSWER + "b");
    replies.onPong();
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isEqualTo(ANSWER + "b");
  }
}
