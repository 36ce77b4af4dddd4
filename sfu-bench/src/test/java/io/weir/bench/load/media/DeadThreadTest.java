package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.bench.load.measure.PlaneSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A defect that ends a media thread is told; nobody waits for that thread for ever. */
class DeadThreadTest {
  private static final int LIMIT_SECONDS = 60;

  @Test
  void shouldAnswerForAThreadThatDied() throws Exception {
    try (LoadPlane plane = new LoadPlane(MediaPlaneSettings.loopback(2))) {
      plane.open(client("before"), System.nanoTime());
      assertThat(plane.snapshot().totals().opened()).isEqualTo(1);
      MediaThread victim = plane.threads().getFirst();
      assertThatThrownBy(() -> kill(victim).get(LIMIT_SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);

      PlaneSnapshot snapshot =
          CompletableFuture.supplyAsync(plane::snapshot).get(LIMIT_SECONDS, TimeUnit.SECONDS);

      assertThat(snapshot.deadThreads()).isEqualTo(1);
      assertThat(snapshot.totals().opened()).isEqualTo(1);
      assertThat(CompletableFuture.supplyAsync(plane::clients).get(LIMIT_SECONDS, TimeUnit.SECONDS))
          .isEmpty();
      plane.open(client("on the other thread"), System.nanoTime());
      assertThatThrownBy(() -> plane.open(client("on the dead one"), System.nanoTime()))
          .isInstanceOf(IOException.class);
    }
  }

  private static CompletableFuture<Void> kill(MediaThread victim) {
    return victim.submit(() -> {
      throw new AssertionError("a defect, for this test");
    });
  }

  private static ClientMedia client(String name) {
    return ClientMedia.of(name, List.of(), List.of(), 1, 1, 1);
  }
}
