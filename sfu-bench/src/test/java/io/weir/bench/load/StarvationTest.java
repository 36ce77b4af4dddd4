package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.ClientState;
import io.weir.bench.load.measure.DelaySummary;
import io.weir.bench.load.measure.FrameTruth;
import io.weir.bench.load.measure.JoinMilestones;
import io.weir.bench.load.measure.PacketTruth;
import io.weir.bench.load.measure.ReceivedStream;
import io.weir.bench.load.scenario.LoadSetting;
import io.weir.bench.load.scenario.Preset;
import io.weir.bench.load.scenario.Scenario;
import io.weir.core.control.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StarvationTest {

  private static final long SECOND = 1_000_000_000L;

  private static Starvation watching(Preset preset, Map<LoadSetting, String> more)
      throws Exception {
    Map<LoadSetting, String> settings = Scenario.settingsOf(preset);
    settings.putAll(more);
    return new Starvation(Scenario.of(settings));
  }

  private static ClientSnapshot client(long connectedForNs, ReceivedStream... streams) {
    return new ClientSnapshot(
        "client",
        ClientState.CONNECTED,
        "",
        JoinMilestones.NONE,
        connectedForNs,
        "",
        List.of(),
        List.of(streams));
  }

  private static ReceivedStream stream(MediaKind kind, long quietNs) {
    return new ReceivedStream(
        "0",
        kind,
        1,
        "",
        true,
        1,
        1,
        1,
        0,
        1,
        PacketTruth.NONE,
        FrameTruth.NONE,
        0,
        0,
        quietNs,
        0,
        DelaySummary.NONE);
  }

  private static ClientSnapshot watching(long videoQuietNs, long audioQuietNs) {
    return client(
        10 * SECOND, stream(MediaKind.VIDEO, videoQuietNs), stream(MediaKind.AUDIO, audioQuietNs));
  }

  @Test
  void whoeverGetsNoVideoStarvesThoughSoundArrives() throws Exception {
    Starvation starvation = watching(Preset.LIVE, Map.of());
    starvation.add("room-1", ClientRole.PUBLISHER, client(10 * SECOND));
    starvation.add("room-1", ClientRole.VIEWER, watching(SECOND / 10, SECOND / 10));
    starvation.add("room-1", ClientRole.VIEWER, watching(3 * SECOND, SECOND / 10));
    starvation.add("room-1", ClientRole.VIEWER, client(10 * SECOND));
    assertThat(starvation.sentence())
        .hasValueSatisfying(text ->
            assertThat(text)
                .startsWith("2 of 3 viewers received no video in the last two seconds"));
  }

  @Test
  void whoeverIsServedDoesNotStarve() throws Exception {
    Starvation starvation = watching(Preset.LIVE, Map.of());
    starvation.add("room-1", ClientRole.PUBLISHER, client(10 * SECOND));
    starvation.add("room-1", ClientRole.VIEWER, watching(SECOND, 5 * SECOND));
    assertThat(starvation.sentence()).isEmpty();
  }

  @Test
  void nobodyIsToBeServedWhoseRoomHasNoPublisherForLong() throws Exception {
    Starvation starvation = watching(Preset.CONFERENCE, Map.of());
    starvation.add("room-1", ClientRole.PUBLISHER, client(10 * SECOND));
    starvation.add("room-2", ClientRole.VIEWER, client(10 * SECOND));
    starvation.add("room-3", ClientRole.MEMBER, client(10 * SECOND)); // alone
    starvation.add("room-4", ClientRole.PUBLISHER, client(SECOND));
    starvation.add("room-4", ClientRole.VIEWER, client(10 * SECOND));
    assertThat(starvation.sentence()).isEmpty();
  }

  @Test
  void whoeverCameJustNowIsNotJudged() throws Exception {
    Starvation starvation = watching(Preset.LIVE, Map.of());
    starvation.add("room-1", ClientRole.PUBLISHER, client(10 * SECOND));
    starvation.add("room-1", ClientRole.VIEWER, client(SECOND));
    starvation.add("room-1", ClientRole.VIEWER, client(JoinMilestones.NEVER));
    assertThat(starvation.sentence()).isEmpty();
  }

  @Test
  void turnsExplainSilenceWhereNotAllPublishersAreShown() throws Exception {
    for (String tiles : List.of("2", "3")) {
      Starvation starvation = watching(Preset.WEBINAR, Map.of(LoadSetting.TILES, tiles));
      Stream.of(1, 2, 3)
          .forEach(i -> starvation.add("room-1", ClientRole.PUBLISHER, client(10 * SECOND)));
      starvation.add("room-1", ClientRole.VIEWER, client(10 * SECOND));
      assertThat(starvation.sentence().isPresent()).isEqualTo(tiles.equals("3"));
    }
  }
}
