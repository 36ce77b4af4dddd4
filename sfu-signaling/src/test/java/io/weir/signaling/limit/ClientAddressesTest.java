package io.weir.signaling.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.config.NetworkPrefix;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For whom a request is counted. */
class ClientAddressesTest {

  private final ClientAddresses addresses =
      new ClientAddresses(
          List.of(
              Objects.requireNonNull(NetworkPrefix.parse("10.0.0.0/8")),
              Objects.requireNonNull(NetworkPrefix.parse("127.0.0.1"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "198.51.100.7 | - | 198.51.100.7",
        "198.51.100.7 | 203.0.113.9 | 198.51.100.7",
        "10.1.2.3 | 203.0.113.9 | 203.0.113.9",
        "10.1.2.3 | 192.0.2.66, 203.0.113.9 | 203.0.113.9",
        "10.1.2.3 | 203.0.113.9, 127.0.0.1 | 203.0.113.9",
        "10.1.2.3 | 203.0.113.9; 10.9.9.9 | 203.0.113.9",
        "10.1.2.3 | nonsense | 10.1.2.3",
        "10.1.2.3 | - | 10.1.2.3",
        "11.1.2.3 | 203.0.113.9 | 11.1.2.3",
        "10.1.2.3 | 2001:db8:1:2:3:4:5:6 | 20010db800010002",
        "2001:db8:1:2:ffff::1 | - | 20010db800010002",
      })
  void shouldBelieveTrustedProxiesOnly(String peer, String forwarded, String expected) {
    List<String> headers = forwarded == null ? List.of() : Arrays.asList(forwarded.split(";"));
    assertThat(addresses.of(peer, headers)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "example.org", "''", "::/129"})
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThat(NetworkPrefix.parse(text)).isNull();
  }
}
