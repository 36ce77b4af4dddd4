package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcmFamilyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sse4_2 aes pclmulqdq | SSE",
        "sse4_2 aes pclmulqdq avx | AVX",
        "sse4_2 aes pclmulqdq avx avx2 bmi2 | AVX2",
        "aes pclmulqdq avx2 bmi2 avx512f avx512dq avx512cd avx512bw avx512vl | AVX512",
        "aes pclmulqdq avx2 bmi2 avx512f avx512dq avx512cd avx512bw avx512vl avx512ifma vaes"
            + " vpclmulqdq gfni | VAES_AVX512",
        "aes pclmulqdq avx2 bmi2 vaes vpclmulqdq gfni | AVX2", // A desktop without AVX-512.
      })
  void shouldChooseTheBestThatTheProcessorRuns(String features, GcmFamily family) {
    List<String> cpuInfo = List.of("processor\t: 0", "flags\t\t: " + features, "bugs\t\t: none");

    assertThat(GcmFamily.bestFor(GcmFamily.featuresIn(cpuInfo))).contains(family);
  }

  @Test
  void shouldChooseNoneForAProcessorWithoutAes() {
    assertThat(GcmFamily.bestFor(Set.of("sse4_2", "avx", "avx2", "pclmulqdq"))).isEmpty();
    assertThat(GcmFamily.featuresIn(List.of("Features : fp asimd aes pmull"))).isEmpty();
  }
}
