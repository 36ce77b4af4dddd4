package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Second and later offers of a session: what stays, what changes, what is refused. */
class LaterOffersTest {

  private static final String CONFERENCE = "chromium-conference";

  @Test
  void shouldKeepSlotsAndTracksWhenTheSameIsOfferedAgain() throws Exception {
    Answer first = Fixtures.answer(CONFERENCE);
    Answer second = again(first, Fixtures.text(CONFERENCE));

    assertThat(second.slots()).isEqualTo(first.slots());
    assertThat(second.tracks()).isEqualTo(first.tracks());
    assertThat(second.sdp().replace(" 2 IN IP4", " 1 IN IP4")).isEqualTo(first.sdp());
  }

  @Test
  void shouldGiveNewSlotsTheNextIndexAndLeaveOldOnesAlone() throws Exception {
    String all = Fixtures.text(CONFERENCE);
    String fewer =
        all.substring(0, all.lastIndexOf("m=video"))
            .replace("BUNDLE 0 1 2 3 4 5 6 7 8 9 10", "BUNDLE 0 1 2 3 4 5 6 7 8 9");
    SessionDescription offer = SdpParser.parse(fewer);
    Answer first = Negotiator.negotiate(offer, Fixtures.context(OfferKind.WEBSOCKET, offer));
    Answer second = again(first, all);

    assertThat(second.slots()).hasSize(first.slots().size() + 1).containsAll(first.slots());
    assertThat(second.slots().getLast().index()).isEqualTo(5);
  }

  @Test
  void shouldReuseTheIndexButNotTheSsrcOfAStoppedSlot() throws Exception {
    Answer first = Fixtures.answer(CONFERENCE);
    String text = Fixtures.text(CONFERENCE);
    int lastSlot = text.lastIndexOf("m=video 9");
    String stopped =
        text.substring(0, lastSlot) + text.substring(lastSlot).replace("m=video 9", "m=video 0");
    Answer second = again(first, stopped.replace("7 8 9 10\r\n", "7 8 9\r\n"));
    String recycled =
        text.substring(0, lastSlot) + text.substring(lastSlot).replace("a=mid:10", "a=mid:11");
    Answer third = again(second, recycled.replace("7 8 9 10\r\n", "7 8 9 11\r\n"));

    assertThat(second.slots()).isEqualTo(first.slots().subList(0, 8));
    SlotParameters before = first.slots().getLast();
    SlotParameters after = third.slots().getLast();
    assertThat(after.rtp().mid()).isEqualTo("11");
    assertThat(after.index()).isEqualTo(before.index());
    assertThat(after.rtp().encodings()).isNotEqualTo(before.rtp().encodings());
  }

  @Test
  void shouldEndATrackThatBecomesInactiveAndNumberItAnewLater() throws Exception {
    String text = Fixtures.text("chromium-publish");
    Answer first = Fixtures.answer("chromium-publish");
    int video = text.indexOf("m=video");
    String muted =
        text.substring(0, video) + text.substring(video).replace("a=sendonly", "a=inactive");
    Answer second = again(first, muted);
    Answer third = again(second, text);

    assertThat(second.tracks()).containsExactly(first.tracks().getFirst());
    assertThat(SdpParser.parse(second.sdp()).media().getLast().has("inactive")).isTrue();
    assertThat(third.tracks()).extracting(TrackParameters::track).doesNotHaveDuplicates();
    assertThat(third.tracks().getLast().track()).isNotEqualTo(first.tracks().getLast().track());
  }

  @Test
  void shouldNumberATrackAnewThatWasUnpublishedWithoutAnOffer() throws Exception {
    Answer first = Fixtures.answer("chromium-publish");
    SessionDescription offer = Fixtures.offer("chromium-publish");
    Map<String, TrackDescription> tracks = Fixtures.tracksOf(OfferKind.WEBSOCKET, offer);
    Answer second =
        Negotiator.negotiate(
            offer, Fixtures.context(OfferKind.WEBSOCKET, tracks, first.state().withoutTrack("0")));

    assertThat(second.tracks().getFirst().track()).isNotEqualTo(first.tracks().getFirst().track());
    assertThat(second.tracks().getLast()).isEqualTo(first.tracks().getLast());
  }

  @Test
  void shouldRefuseOffersThatForgetOrMoveLines() throws Exception {
    Answer first = Fixtures.answer(CONFERENCE);
    String text = Fixtures.text(CONFERENCE);

    assertRefused(first, text.substring(0, text.lastIndexOf("m=video")), "fewer m-lines");
    assertRefused(
        first,
        text.replace("a=mid:9\r\n", "a=mid:x\r\n").replace("8 9 10\r\n", "8 x 10\r\n"),
        "no longer in its place");
  }

  private static void assertRefused(Answer previous, String text, String problem) {
    assertThatExceptionOfType(NegotiationException.class)
        .isThrownBy(() -> again(previous, text))
        .withMessageContaining(problem);
  }

  @Test
  void shouldNoticeAnIceRestart() throws Exception {
    NegotiationState state = Fixtures.answer("aiortc-whip").state();
    String text = Fixtures.text("aiortc-whip");

    assertThat(Negotiator.isIceRestart(NegotiationState.INITIAL, SdpParser.parse(text))).isFalse();
    assertThat(Negotiator.isIceRestart(state, SdpParser.parse(text))).isFalse();
    assertThat(Negotiator.isIceRestart(state, SdpParser.parse(text.replace("jWid", "kXje"))))
        .isTrue();
  }

  private static Answer again(Answer previous, String text) throws Exception {
    SessionDescription offer = SdpParser.parse(text);
    Map<String, TrackDescription> tracks = Fixtures.tracksOf(OfferKind.WEBSOCKET, offer);
    return Negotiator.negotiate(
        offer, Fixtures.context(OfferKind.WEBSOCKET, tracks, previous.state()));
  }
}
