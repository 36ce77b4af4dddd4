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
    replies.onPing(1);
    replies.add(id(3), ANSWER);
    replies.onPong(1);
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isNull();
    assertThat(replies.find(id(2))).isEqualTo("small");
    assertThat(replies.find(id(3))).as("sent after the ping").isEqualTo(ANSWER);
  }

  @Test
  void shouldKeepALargeReplyWhilePingsStayUnanswered() {
    replies.add(id(1), ANSWER);
    replies.onPing(1);
    replies.add(id(2), ANSWER);
    replies.onPing(2);
    replies.onNewConnection();
    replies.onPong(1);
    assertThat(replies.find(id(1))).isEqualTo(ANSWER);
    assertThat(replies.find(id(2))).isEqualTo(ANSWER);
  }

  @Test
  void shouldTakeThePongOfTheOldestOpenPing() {
    replies.add(id(1), ANSWER);
    replies.onPing(1);
    replies.add(id(2), ANSWER);
    replies.onPing(2);
    replies.onPong(1);
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isNull();
    assertThat(replies.find(id(2))).isEqualTo(ANSWER);
  }

  @Test
  void shouldKeepAReplyThatTookTheIdOfOneFromBeforeThePing() {
    replies.add(id(1), ANSWER);
    replies.onPing(1);
    replies.add(id(1), ANSWER + "b");
    replies.onPong(1);
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isEqualTo(ANSWER + "b");
  }

  @Test
  void shouldNotTakeTheLatePongOfAnEarlierPing() {
    replies.onPing(1);
    replies.add(id(1), ANSWER);
    replies.onPing(2);
    replies.onPong(1);
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isEqualTo(ANSWER);
  }

  @Test
  void shouldNotTakeAPongThatNobodyAskedFor() {
    replies.add(id(1), ANSWER);
    replies.onPing(1);
    replies.onPong(0);
    replies.onPong(2);
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isEqualTo(ANSWER);
  }

  /** RFC 6455 §5.5.3 lets clients answer the last of several pings alone. */
  @Test
  void shouldTakeThePongOfALaterPing() {
    replies.add(id(1), ANSWER);
    replies.onPing(1);
    replies.onPing(2);
    replies.onPong(2);
    replies.onNewConnection();
    assertThat(replies.find(id(1))).isNull();
  }
}
