package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.core.control.IceParameters;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SdpFragmentTest {

  /** As RFC 9725 §4.3.2 shows one. */
  private static final String TRICKLE =
      """
      a=group:BUNDLE 0 1
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      a=mid:0
      a=ice-ufrag:EsAw
      a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
      a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
      a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0
      a=end-of-candidates
      """;

  private static final IceParameters CLIENT = new IceParameters("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1");

  @Test
  void shouldReadCredentialsAndCandidates() throws Exception {
    SdpFragment fragment = SdpFragment.parse(TRICKLE.replace("\n", "\r\n"));

    assertThat(fragment.ice()).contains(CLIENT);
    assertThat(fragment.candidates()).hasSize(2).allMatch(value -> value.contains("typ host"));
    assertThat(SdpFragment.parse(fragment.write())).isEqualTo(fragment);
  }

  @Test
  void shouldReadCredentialsOfTheSession() throws Exception {
    assertThat(SdpFragment.parse("a=ice-ufrag:EsAw\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n").ice())
        .contains(CLIENT);
    assertThat(SdpFragment.parse("m=audio 9 RTP/AVP 0\na=mid:0\na=end-of-candidates").ice())
        .isEmpty();
  }

  @Test
  void shouldRefuseImproperCredentials() throws Exception {
    SdpFragment fragment = SdpFragment.parse("a=ice-ufrag:E\na=ice-pwd:short\n");

    assertThatExceptionOfType(NegotiationException.class).isThrownBy(fragment::ice);
  }

  @Test
  void shouldRefuseWhatIsNotAboutIce() {
    for (String text : new String[] {"", "{}", "a=foo:bar", "m=audio 9 RTP/AVP 0\na=mid:0"}) {
      assertThatExceptionOfType(SdpException.class).isThrownBy(() -> SdpFragment.parse(text));
    }
  }

  @Test
  void shouldReplyToARestartUnderTheClientsFirstLine() throws Exception {
    SdpFragment reply = SdpFragment.parse(TRICKLE).restarted(Fixtures.LOCAL, Fixtures.CANDIDATES);

    assertThat(reply.write())
        .isEqualTo(
            """
            a=ice-lite
            a=ice-options:trickle ice2
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:0
            a=ice-ufrag:weirFrag
            a=ice-pwd:weirPasswordOf24Letters0
            a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host
            a=candidate:2 1 udp 2130706175 2001:db8::1 10000 typ host
            a=end-of-candidates
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void shouldReplyAtSessionLevelWhenTheClientNamedNoLine() throws Exception {
    SdpFragment fragment =
        SdpFragment.parse("a=ice-ufrag:EsAw\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n");

    SdpFragment reply = fragment.restarted(Fixtures.LOCAL, Fixtures.CANDIDATES);

    assertThat(reply.media()).isEmpty();
    assertThat(reply.ice()).contains(Fixtures.LOCAL);
  }

  @Test
  void shouldThrowNothingElseOnDamagedText() {
    Random random = new Random(8840);
    for (int i = 0; i < 3_000; i++) {
      String damaged = Mutations.ofCharacters(TRICKLE, random);
      try {
        SdpFragment fragment = SdpFragment.parse(damaged);
        assertThat(SdpFragment.parse(fragment.write()).ice()).isEqualTo(fragment.ice());
      } catch (SdpException | NegotiationException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }
}
