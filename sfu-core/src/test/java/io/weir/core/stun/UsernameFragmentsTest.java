package io.weir.core.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UsernameFragmentsTest {
  @Test
  void shouldParseWhatItFormats() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long key = random.nextLong() >>> (Long.SIZE - UsernameFragments.KEY_BITS);
      String fragment = UsernameFragments.format(key);
      assertThat(fragment).matches("[A-Za-z0-9+/]{8}");
      assertThat(UsernameFragments.parse(fragment)).isEqualTo(key);
    }
  }

  @Test
  void shouldUseOnlyTheLow48Bits() {
    assertThat(UsernameFragments.format(-1)).isEqualTo("////////");
    assertThat(UsernameFragments.format(0xFFFF_0000_0000_0000L)).isEqualTo("AAAAAAAA");
  }

  @Test
  void shouldRefuseOtherLengthsAndCharacters() {
    for (String fragment : new String[] {"", "AAAAAAA", "AAAAAAAAA", "AAAAAAA-", "AAAAAAA\u0100"}) {
      assertThat(UsernameFragments.parse(fragment)).isEqualTo(UsernameFragments.INVALID);
    }
  }
}
