package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.EncodingParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every answer, whoever offered, however damaged the offer. */
class AnswerInvariantsTest {

  @ParameterizedTest
  @MethodSource("io.weir.signaling.sdp.Fixtures#all")
  void shouldKeepTheRulesForRecordedOffers(String name) throws Exception {
    assertRules(Fixtures.offer(name), Fixtures.answer(name));
  }

  @ParameterizedTest
  @MethodSource("io.weir.signaling.sdp.Fixtures#all")
  void shouldAnswerOrExplainDamagedOffers(String name) throws Exception {
    String text = Fixtures.text(name);
    Random random = new Random(name.hashCode());
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      String damaged =
          i % 2 == 0 ? Mutations.ofLines(text, random) : Mutations.ofCharacters(text, random);
      for (OfferKind kind : OfferKind.values()) {
        answered += isAnswered(damaged, kind) ? 1 : 0;
      }
    }
    assertThat(answered).isPositive();
  }

  private static boolean isAnswered(String text, OfferKind kind) throws Exception {
    try {
      SessionDescription offer = SdpParser.parse(text);
      assertRules(offer, Negotiator.negotiate(offer, Fixtures.context(kind, offer)));
      return true;
    } catch (SdpException | NegotiationException expected) {
      assertThat(expected.getMessage()).isNotBlank();
      return false;
    }
  }

  private static void assertRules(SessionDescription offer, Answer answer) throws SdpException {
    SessionDescription sdp = SdpParser.parse(answer.sdp());
    assertThat(sdp.has("ice-lite")).isTrue();
    assertThat(sdp.media()).hasSameSizeAs(offer.media());
    Set<String> offeredGroup = words(offer.values("group").stream());
    Set<String> group = words(sdp.values("group").stream());
    assertThat(offeredGroup).containsAll(group);
    int withCandidates = 0;
    Map<String, String> extensionIds = new HashMap<>();
    for (int i = 0; i < sdp.media().size(); i++) {
      MediaDescription offered = offer.media().get(i);
      MediaDescription answered = sdp.media().get(i);
      assertThat(answered.kind()).isEqualTo(offered.kind());
      assertThat(answered.mid()).isEqualTo(offered.mid());
      assertThat(offered.formats()).containsAll(answered.formats());
      if (answered.port() == 0) {
        assertThat(group).doesNotContain(answered.mid());
      } else {
        withCandidates += answered.has("candidate") ? 1 : 0;
        assertThat(group).contains(answered.mid());
        assertAccepted(answered);
        for (String rid : answered.values("rid")) {
          assertThat(offered.values("rid")).contains(rid.replaceFirst(" recv", " send"));
        }
        List<String> extensions = new ArrayList<>(offered.values("extmap"));
        extensions.addAll(offer.values("extmap"));
        for (String extension : answered.values("extmap")) {
          String uri = extension.split(" ", 2)[1];
          assertThat(words(extensions.stream())).contains(uri);
          String id = extension.split("[ /]", 2)[0];
          assertThat(extensionIds.merge(id, uri, (first, later) -> first))
              .as("the one meaning of id %s", id)
              .isEqualTo(uri);
        }
      }
    }
    assertThat(withCandidates).isEqualTo(1);
    assertParameters(answer);
  }

  private static void assertAccepted(MediaDescription answered) {
    assertThat(answered.attribute("setup")).contains("passive");
    assertThat(answered.has("rtcp-mux")).isTrue();
    assertThat(answered.has("ice-ufrag")).isTrue();
    List<String> feedback = answered.values("rtcp-fb");
    for (String value : feedback) {
      if (value.endsWith("goog-remb")) { // Where nothing better was offered, and Weir sends.
        assertThat(answered.has("sendonly")).isTrue();
        String payloadType = value.split(" ", 2)[0];
        assertThat(feedback).doesNotContain(payloadType + " transport-cc");
      }
    }
    if (feedback.stream().anyMatch(value -> value.endsWith("ccfb"))) { // RFC 8888 §6
      assertThat(answered.has("recvonly")).isFalse();
      assertThat(feedback)
          .containsOnlyOnce("* ack ccfb")
          .noneMatch(value -> value.endsWith("transport-cc"));
    }
    for (String map : answered.values("rtpmap")) {
      assertThat(answered.formats()).contains(map.split(" ", 2)[0]);
    }
    assertThat(answered.has("ssrc")).isEqualTo(answered.has("sendonly"));
  }

  private static void assertParameters(Answer answer) {
    Set<Integer> numbers = new HashSet<>();
    for (TrackParameters track : answer.tracks()) {
      assertThat(numbers.add(track.track())).isTrue();
      List<String> rids = track.rtp().encodings().stream().map(EncodingParameters::rid).toList();
      assertThat(rids).isNotEmpty().doesNotHaveDuplicates();
      assertThat(rids).hasSizeLessThanOrEqualTo(OfferedSimulcast.MAX_ENCODINGS);
      assertThat(rids.equals(List.of("")) || !rids.contains("")).isTrue();
    }
    Set<Long> ssrcs = new HashSet<>();
    for (SlotParameters slot : answer.slots()) {
      assertThat(ssrcs.add(slot.rtp().encodings().getFirst().ssrc())).isTrue();
    }
  }

  private static Set<String> words(Stream<String> values) {
    List<String> words = values.flatMap(value -> Arrays.stream(value.split(" +", -1))).toList();
    return new HashSet<>(words);
  }
}
