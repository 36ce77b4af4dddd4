package io.weir.bench.load.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JanusFeedsTest {
  @Test
  void shouldKeepViewersWaitingUntilAllPublishersAreThere() {
    JanusFeeds feeds = new JanusFeeds(2);
    Future<List<String>> viewer = feeds.next("a", 1);
    feeds.add("a", "ada");
    feeds.add("b", "bob");
    assertThat(viewer.isComplete()).isFalse();

    feeds.add("a", "amy");

    assertThat(viewer.result()).containsExactly("amy");
  }

  @Test
  void shouldShowEverybodyAllOthersInAConference() {
    JanusFeeds feeds = new JanusFeeds(3);
    List.of("ada", "bob", "cid").forEach(name -> feeds.add("room", name));
    List<List<String>> shown = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shown.add(feeds.next("room", 2).result());
    }
    assertThat(shown)
        .containsExactly(List.of("bob", "cid"), List.of("cid", "ada"), List.of("ada", "bob"));
  }
}
