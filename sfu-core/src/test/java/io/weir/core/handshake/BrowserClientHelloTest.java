package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers recorded ClientHellos, each two datagrams because of its post-quantum key share; both
 * browsers offer DTLS 1.3 with it.
 */
class BrowserClientHelloTest {
  private static final String USE_SRTP_GCM = "000E" + "0005" + "0002" + "0007" + "00";
  private static final String NAMED_CURVE_X25519 = "03" + "001D" + "20";
  private static final BouncyCastleDtlsFactory FACTORY =
      new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT);

  @BeforeAll
  static void warmUp() {
    FACTORY.warmUp();
  }

  @AfterAll
  static void closeFactory() {
    FACTORY.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium-156", "firefox-153"})
  void shouldAnswerWithX25519AndGcm(String browser) throws Exception {
    List<byte[]> hello = recorded(browser);

    assertThat(answer(hello)).contains(USE_SRTP_GCM).contains(NAMED_CURVE_X25519);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium-156", "firefox-153"})
  void shouldAnswerFragmentsThatComeBackwardsAndTwice(String browser) throws Exception {
    List<byte[]> hello = recorded(browser);
    List<byte[]> backwards =
        List.of(hello.getLast(), hello.getLast(), hello.getFirst(), hello.getFirst());

    assertThat(answer(backwards)).contains(USE_SRTP_GCM).contains(NAMED_CURVE_X25519);
  }

  /** The server's first flight, in hexadecimal. */
  private static String answer(List<byte[]> datagrams) throws InterruptedException {
    Semaphore news = new Semaphore(0);
    DtlsEngine engine = FACTORY.open(List.of(), news::release);
    for (byte[] datagram : datagrams) {
      assertThat(engine.handlePacket(MemorySegment.ofArray(datagram), 0, datagram.length, 0))
          .isTrue();
    }
    assertThat(news.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    StringBuilder flight = new StringBuilder();
    engine.poll((segment, offset, length) ->
        flight.append(
            HexFormat.of()
                .withUpperCase()
                .formatHex(segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE))));
    assertThat(engine.state()).isEqualTo(DtlsState.HANDSHAKING);
    engine.close();
    return flight.toString();
  }

  private static List<byte[]> recorded(String browser) throws IOException {
    String file = "/dtls/" + browser + "-client-hello.hex";
    try (InputStream in =
        Objects.requireNonNull(BrowserClientHelloTest.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(HexFormat.of()::parseHex)
          .toList();
    }
  }
}
