package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SdpParserTest {

  private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

  @Test
  void shouldReadSessionAndMediaWithTheirAttributes() throws Exception {
    SessionDescription session =
        SdpParser.parse(
            HEAD
                + "a=group:BUNDLE 0\r\nc=IN IP4 192.0.2.1\r\n"
                + "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=mid:0\r\na=rtcp-mux\r\n"
                + "m=video 0/2 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP6 ::1\r\na=bundle-only\r\n");

    assertThat(session.origin()).isEqualTo("- 1 2 IN IP4 127.0.0.1");
    assertThat(session.attribute("group")).contains("BUNDLE 0");
    MediaDescription audio = session.media().getFirst();
    assertThat(audio.mid()).isEqualTo("0");
    assertThat(audio.formats()).containsExactly("111", "0");
    assertThat(audio.has("rtcp-mux")).isTrue();
    assertThat(audio.connection()).isEqualTo("IN IP4 192.0.2.1");
    MediaDescription video = session.media().getLast();
    assertThat(video.connection()).isEqualTo("IN IP6 ::1");
    assertThat(video.port()).isZero();
    assertThat(video.isRejected()).isFalse();
  }

  @Test
  void shouldTakeBareLineFeedsAndEmptyLinesAtTheEnd() throws Exception {
    String text = (HEAD + "m=audio 9 RTP/AVP 0\r\n").replace("\r\n", "\n") + "\n\r\n";

    assertThat(SdpParser.parse(text).media()).hasSize(1);
  }

  @Test
  void shouldNameTheLineThatIsWrong() {
    assertRefused(HEAD + "m=audio\r\n", 5, "kind");
    assertRefused(HEAD + "m=audio 65536 RTP/AVP 0\r\n", 5, "port");
    assertRefused(HEAD + "m=audio -1 RTP/AVP 0\r\n", 5, "port");
    assertRefused(HEAD + "a=\r\n", 5, "name");
    assertRefused(HEAD + "a=a b:c\r\n", 5, "name");
    assertRefused(HEAD + "hello\r\n", 5, "x=value");
    assertRefused(HEAD + "\r\na=x\r\n", 5, "x=value");
    assertRefused(HEAD + "A=x\r\n", 5, "lower-case");
    assertRefused(HEAD + "a=x\u0000y\r\n", 5, "control");
    assertRefused("", 1, "v=0");
    assertRefused("{}", 1, "x=value");
    assertRefused("v=1\r\n", 1, "version");
    assertRefused("v=0\r\ns=-\r\n", 2, "missing");
    assertRefused("v=0\r\no=short\r\n", 2, "six words");
  }

  @Test
  void shouldRefuseWhatIsTooLarge() {
    assertRefused(HEAD + "a=x:" + "y".repeat(SdpLines.MAX_TEXT_LENGTH), 1, "longer");
    assertRefused(HEAD + "a=x:" + "y".repeat(SdpLines.MAX_LINE_LENGTH), 5, "longer");
    assertRefused(HEAD + "a=x\n".repeat(SdpLines.MAX_LINES), SdpLines.MAX_LINES + 1, "lines");
    assertRefused(
        HEAD + "m=a 9 b c\n".repeat(SdpParser.MAX_MEDIA + 1), SdpParser.MAX_MEDIA + 5, "m-lines");
  }

  private static void assertRefused(String text, int line, String problem) {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> SdpParser.parse(text))
        .withMessageStartingWith("SDP line " + line + ": ")
        .withMessageContaining(problem)
        .satisfies(exception -> assertThat(exception.line()).isEqualTo(line));
  }

  @ParameterizedTest
  @MethodSource("io.weir.signaling.sdp.Fixtures#all")
  void shouldReadWhatItWrote(String name) throws Exception {
    SessionDescription session = Fixtures.offer(name);

    assertThat(session.media()).isNotEmpty();
    assertThat(SdpParser.parse(SdpWriter.write(session))).isEqualTo(session);
  }

  @ParameterizedTest
  @MethodSource("io.weir.signaling.sdp.Fixtures#all")
  void shouldThrowNothingElseOnDamagedText(String name) {
    String text = Fixtures.text(name);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 100; i++) {
      assertParsesOrExplains(Mutations.ofCharacters(text, random));
      assertParsesOrExplains(Mutations.ofLines(text, random));
    }
  }

  @Test
  void shouldThrowNothingElseOnNoise() {
    Random random = new Random(8866);
    for (String start : List.of("", "v=0\n", HEAD)) {
      for (int i = 0; i < 2_000; i++) {
        StringBuilder noise = new StringBuilder(start);
        int length = random.nextInt(200);
        random.ints(length, 0, 0x180).forEach(c -> noise.append((char) c));
        assertParsesOrExplains(noise.toString());
      }
    }
  }

  private static void assertParsesOrExplains(String text) {
    try {
      SessionDescription session = SdpParser.parse(text);
      assertThat(SdpParser.parse(SdpWriter.write(session))).isEqualTo(session);
    } catch (SdpException expected) {
      assertThat(expected).hasMessageStartingWith("SDP line ");
    }
  }
}
