package io.weir.bench.load.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.weir.signaling.auth.Authenticator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final Map<String, String> KEYS =
      Map.of("main", "a-secret-of-at-least-thirty-two-bytes");

  private static void authenticate(String token, String room) {
    Vertx vertx = Vertx.vertx();
    try {
      Authenticator.create(vertx, KEYS)
          .authenticate(token, room, true)
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(60, TimeUnit.SECONDS)
          .join();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static Tokens minted(String secret, Instant now) {
    return Tokens.minted("main", secret, InstantSource.fixed(now));
  }

  @Test
  void weirTakesWhatIsMinted() {
    String token =
        minted("a-secret-of-at-least-thirty-two-bytes", Instant.now())
            .of(new SignalingTest.TestPeer(true))
            .orElseThrow();
    authenticate(token, "r");
    assertThatThrownBy(() -> authenticate(token, "another")).hasMessageContaining("not for this");
  }

  @Test
  void anotherSecretOrAnOldTokenIsNotTaken() {
    SignalingTest.TestPeer peer = new SignalingTest.TestPeer(true);
    String forged = minted("another-secret", Instant.now()).of(peer).orElseThrow();
    assertThatThrownBy(() -> authenticate(forged, "r")).hasMessageContaining("not valid");
    String old =
        minted("a-secret-of-at-least-thirty-two-bytes", Instant.EPOCH).of(peer).orElseThrow();
    assertThatThrownBy(() -> authenticate(old, "r")).hasMessageContaining("not valid");
  }

  @Test
  void withoutKeyThereIsTheOneTokenOrNone() {
    assertThat(Tokens.fixed("").of(new SignalingTest.TestPeer(true))).isEmpty();
    assertThat(Tokens.fixed("abc").of(new SignalingTest.TestPeer(true))).contains("abc");
  }
}
