package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.srtp.IpsecMbSrtpEngine;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SrtpEngineChoiceTest {
  private static final Optional<String> UNFIT = Optional.of("the library is not installed");

  @Test
  void shouldTakeJitsisEngineWhereIpsecMbCannotRun() throws IOException {
    assertThat(SrtpEngineChoice.AUTO.engines(UNFIT).get().name()).isEqualTo("jitsi");
  }

  @Test
  void shouldTakeIpsecMbWhereItCanRun() throws IOException {
    assumeTrue(IpsecMbSrtpEngine.unfitness().isEmpty(), "ipsec-mb cannot run here");

    assertThat(SrtpEngineChoice.AUTO.engines().get().name()).isEqualTo("ipsec-mb");
    assertThat(SrtpEngineChoice.IPSEC_MB.engines().get().name()).isEqualTo("ipsec-mb");
    assertThat(SfuConfig.builder().build().srtp().get().name()).isEqualTo("ipsec-mb");
  }

  @Test
  void shouldTakeJitsisEngineWhenToldSo() throws IOException {
    assertThat(SrtpEngineChoice.JITSI.engines().get().name()).isEqualTo("jitsi");
  }

  @Test
  void shouldRefuseToStartWithAnEngineThatCannotRun() {
    assertThatIOException()
        .isThrownBy(() -> SrtpEngineChoice.IPSEC_MB.engines(UNFIT))
        .withMessageContaining("ipsec-mb cannot run here: the library is not installed")
        .withMessageContaining("WEIR_SRTP_ENGINE");
  }

  @Test
  void shouldKnowEveryChoiceByTheNameThatSettingsUse() {
    assertThat(SrtpEngineChoice.names()).containsExactly("auto", "jitsi", "ipsec-mb");
    assertThat(SrtpEngineChoice.named("ipsec-mb")).isEqualTo(SrtpEngineChoice.IPSEC_MB);
    assertThatIllegalArgumentException().isThrownBy(() -> SrtpEngineChoice.named("openssl"));
  }
}
