package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.EncodingParameters;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OfferedSimulcastTest {

  private static OfferedSimulcast read(String simulcast, String... rids) {
    List<Attribute> attributes = new ArrayList<>();
    for (String rid : rids) {
      attributes.add(new Attribute("rid", rid));
    }
    attributes.add(new Attribute("simulcast", simulcast));
    return OfferedSimulcast.read(
        new MediaDescription(
            "video", 9, "UDP/TLS/RTP/SAVPF", List.of("96"), "IN IP4 0.0.0.0", attributes));
  }

  private static List<String> lines(OfferedSimulcast simulcast) {
    return simulcast.accepted().stream().map(line -> line.name() + ":" + line.value()).toList();
  }

  @Test
  void shouldAnswerInTheOffersOrderWhateverTheOrderOfItsRids() {
    assertThat(lines(read("send q;h;f", "f send", "q send", "h send")))
        .containsExactly("rid:q recv", "rid:h recv", "rid:f recv", "simulcast:recv q;h;f");
  }

  @Test
  void shouldLeaveOutWhatIsMoreThanThreeEncodings() {
    assertThat(lines(read("send 1;2;3;4", "1 send", "2 send", "3 send", "4 send")))
        .containsExactly("rid:1 recv", "rid:2 recv", "rid:3 recv", "simulcast:recv 1;2;3");
  }

  @Test
  void shouldKeepPausedEncodingsPaused() {
    assertThat(lines(read("send q;~h;~f", "q send", "h send", "f send")))
        .endsWith("simulcast:recv q;~h;~f");
  }

  @Test
  void shouldTakeTheFirstUsableOfAlternatives() {
    assertThat(lines(read("send 1,2;~9,3", "1 send", "2 send", "3 send")))
        .containsExactly("rid:1 recv", "rid:3 recv", "simulcast:recv 1;3");
  }

  @Test
  void shouldTakeOnlyWhatTheOffererSends() {
    assertThat(lines(read("recv a;b send c;d", "a recv", "b recv", "c send", "d recv")))
        .containsExactly("rid:c recv", "simulcast:recv c");
    assertThat(read("recv a;b", "a recv", "b recv").isEmpty()).isTrue();
  }

  @Test
  void shouldRepeatRestrictionsButNotPayloadTypes() {
    assertThat(lines(read("send 1;2", "1 send pt=96,97;max-width=320;max-fps=15", "2 send pt=96")))
        .containsExactly("rid:1 recv max-width=320;max-fps=15", "rid:2 recv", "simulcast:recv 1;2");
  }

  @Test
  void shouldPassOverRidsThatNoHeaderExtensionCarries() {
    assertThat(lines(read("send a b;c", "a b send"))).isEmpty();
    assertThat(lines(read("send " + "x".repeat(17) + ";y", "x".repeat(17) + " send", "y send")))
        .containsExactly("rid:y recv", "simulcast:recv y");
  }

  @Property
  void shouldTakeAtMostThreeDifferentRidsThatWereOffered(
      @ForAll("simulcasts") String simulcast, @ForAll("rids") List<String> rids) {
    OfferedSimulcast read = read(simulcast, rids.toArray(String[]::new));
    List<String> taken = read.encodings().stream().map(EncodingParameters::rid).toList();
    assertThat(taken).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(3);
    for (String rid : taken) {
      assertThat(rids).anyMatch(offered -> offered.startsWith(rid + " send"));
      assertThat(simulcast).contains(rid);
    }
    assertThat(read.accepted()).hasSize(taken.isEmpty() ? 0 : taken.size() + 1);
  }

  @Provide
  Arbitrary<String> simulcasts() {
    Arbitrary<String> pieces =
        Arbitraries.of("send", "recv", " ", ";", ",", "~", "q", "h", "f", "1", "", "send q;h;f");
    return pieces.list().ofMaxSize(20).map(words -> String.join("", words));
  }

  @Provide
  Arbitrary<List<String>> rids() {
    Arbitrary<String> names = Arbitraries.of("q", "h", "f", "1", "qh", "", "é");
    Arbitrary<String> directions = Arbitraries.of(" send", " recv", "", " send pt=96;max-fps=5");
    return names.flatMap(name -> directions.map(way -> name + way)).list().ofMaxSize(6);
  }
}
