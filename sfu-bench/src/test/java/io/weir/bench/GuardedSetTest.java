package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GuardedSetTest {
  private static final Set<String> EXISTING =
      Set.of("room.Router.route", "rtcp.Rtcp.read", "srtp.IpsecMbSession.protect", "rtp.New.parse");

  private static GuardedSet run(String pattern, Set<String> expected, Set<String> measured) {
    Pattern asked = Pattern.compile(pattern);
    return new GuardedSet(
        expected,
        measured,
        EXISTING,
        key -> asked.matcher(GuardedSet.fullName(key)).find(),
        "(ipsec-mb: no)");
  }

  @Test
  void shouldHaveNothingToSayOfARunThatMeasuredWhatIsCheckedIn() {
    Set<String> keys = Set.of("room.Router.route subscribers=50", "rtcp.Rtcp.read");
    assertThat(run(".*", keys, keys).sentences()).isEmpty();
  }

  @Test
  void shouldTellABenchmarkThatIsNewAndHowItGetsARatio() {
    assertThat(run("New", Set.of("rtcp.Rtcp.read"), Set.of("rtp.New.parse")).sentences())
        .containsExactly(
            "NEW: rtp.New.parse has no ratio yet; deploy/bench guard --update NewBenchmark writes"
                + " it");
  }

  @Test
  void shouldTellWhatIsGoneFromWhatCouldNotBeMeasured() {
    GuardedSet run =
        run(
            ".*",
            Set.of(
                "room.Router.route subscribers=50",
                "room.Router.route subscribers=7",
                "room.Removed.route",
                "srtp.IpsecMbSession.protect"),
            Set.of("room.Router.route subscribers=50"));
    assertThat(run.gone()).containsExactly("room.Removed.route", "room.Router.route subscribers=7");
    assertThat(run.unmeasured()).containsExactly("srtp.IpsecMbSession.protect");
    assertThat(run.sentences())
        .containsExactly(
            "GONE: there is no benchmark room.Removed.route any more; deploy/bench guard --update"
                + " RemovedBenchmark forgets it",
            "GONE: room.Router.route subscribers=7 is not measured with these parameters any more;"
                + " deploy/bench guard --update RouterBenchmark forgets it",
            "NOT MEASURED: srtp.IpsecMbSession.protect (ipsec-mb: no)");
  }

  @Test
  void shouldNotMissWhatWasNotAskedFor() {
    Set<String> expected = Set.of("room.Router.route subscribers=50", "rtcp.Rtcp.read");
    assertThat(run("rtcp", expected, Set.of("rtcp.Rtcp.read")).sentences()).isEmpty();
    assertThat(run("RouterBenchmark", expected, Set.of()).unmeasured())
        .containsExactly("room.Router.route subscribers=50");
  }
}
