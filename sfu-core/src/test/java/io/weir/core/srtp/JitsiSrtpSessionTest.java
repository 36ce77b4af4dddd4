package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JitsiSrtpSessionTest extends SrtpSessionContract {
  JitsiSrtpSessionTest() {
    super(new JitsiSrtpEngine());
  }

  @Override
  int window(SrtpProfile profile) {
    return 64;
  }

  @Test
  void shouldTellItsName() {
    assertThat(new JitsiSrtpEngine().name()).isEqualTo("jitsi");
  }
}
