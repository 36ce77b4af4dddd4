package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GcmKnownAnswersTest {
  @ParameterizedTest
  @EnumSource
  void shouldHoldForEveryFamilyThatThisProcessorRuns(GcmFamily family) {
    IpsecMbTesting.assumeFit();
    assumeTrue(family.runsOn(GcmFamily.processorFeatures()), "this processor cannot run it");

    GcmFunctions functions = GcmFunctions.bind(IpsecMb.library(), family).orElseThrow();
    assertThat(GcmKnownAnswers.holdFor(functions)).isTrue();
  }

  @Test
  void shouldNotHoldForFunctionsThatAreWrong() {
    IpsecMbTesting.assumeFit();
    GcmFunctions right = IpsecMb.functions();

    assertThat(
            GcmKnownAnswers.holdFor(
                new GcmFunctions(right.expand(), right.decrypt(), right.encrypt())))
        .as("tags over the wrong text")
        .isFalse();
    assertThat(
            GcmKnownAnswers.holdFor(
                new GcmFunctions(right.expand(), right.encrypt(), right.encrypt())))
        .as("a tag that is wrong when decrypting")
        .isFalse();
  }

  @Test
  void shouldChooseAFamilyThatTheProcessorRuns() {
    IpsecMbTesting.assumeFit();

    assertThat(GcmFamily.bestFor(GcmFamily.processorFeatures()).orElseThrow().suffix())
        .isEqualTo(IpsecMb.family());
  }
}
