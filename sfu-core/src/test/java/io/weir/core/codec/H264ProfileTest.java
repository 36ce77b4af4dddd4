package io.weir.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.H264Profile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6184 §8.1, table 5. */
class H264ProfileTest {

  @ParameterizedTest
  @CsvSource({
    "42e01f, CONSTRAINED_BASELINE",
    "42E01F, CONSTRAINED_BASELINE",
    "42c015, CONSTRAINED_BASELINE",
    "4de01f, CONSTRAINED_BASELINE",
    "58f01f, CONSTRAINED_BASELINE",
    "42001f, BASELINE",
    "42a01f, BASELINE",
    "58a01f, BASELINE",
    "4d001f, MAIN",
    "4d401f, MAIN",
    "64001f, HIGH",
    "640c1f, CONSTRAINED_HIGH",
  })
  void shouldTellTheProfile(String id, H264Profile profile) {
    assertThat(H264Profile.of(Map.of("profile-level-id", id))).contains(profile);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42e0", "zz001f", "42e01f0", "58001f", "64101f", "f4001f", "42e11g"})
  void shouldNotKnowOtherProfiles(String id) {
    assertThat(H264Profile.of(Map.of("profile-level-id", id))).isEmpty();
  }

  @Test
  void shouldAssumeBaselineWhenNothingIsSaid() {
    assertThat(H264Profile.of(Map.of())).contains(H264Profile.BASELINE);
  }
}
