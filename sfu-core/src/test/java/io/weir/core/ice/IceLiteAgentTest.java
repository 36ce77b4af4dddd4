package io.weir.core.ice;

import static io.weir.core.ice.IceLiteAgentFixture.CLIENT;
import static io.weir.core.ice.IceLiteAgentFixture.NEW_CLIENT;
import static io.weir.core.ice.IceLiteAgentFixture.NEW_SERVER;
import static io.weir.core.ice.IceLiteAgentFixture.SERVER;
import static io.weir.core.ice.IceLiteAgentFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.control.IceParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.StunClient;
import io.weir.core.testkit.StunMessageBuilder;
import io.weir.core.testkit.StunResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IceLiteAgentTest {
  private final IceLiteAgentFixture fixture = new IceLiteAgentFixture();
  private final IceLiteAgent agent = fixture.agent;

  @Test
  void shouldAnswerAndLearnTheAddressWhenACheckPasses() {
    StunResponse response = receive(fixture.arrive(fixture.client.check(), path(1)));

    assertThat(response.success()).isTrue();
    assertThat(response.mappedAddress()).hasToString("/10.0.0.1:10001");
    assertThat(fixture.heard).containsExactly("+srvUfrg1", "+1", "selected 1");
  }

  @Test
  void shouldTellIpv6PeersTheirAddress() {
    NetworkPath ipv6 = new NetworkPath(0, 0x2001_0DB8_0000_0000L, 1, 5000);

    StunResponse response = receive(fixture.arrive(fixture.client.check(), ipv6));

    assertThat(response.mappedAddress()).hasToString("/[2001:db8:0:0:0:0:0:1]:5000");
  }

  @Test
  void shouldSendToTheFirstValidatedPathUntilOneIsNominated() {
    fixture.arrive(fixture.client.check(), path(1));
    fixture.arrive(fixture.client.check(), path(2));
    assertThat(agent.selectedPath()).isEqualTo(path(1));

    fixture.arrive(fixture.client.nominate(), path(2));
    assertThat(agent.selectedPath()).isEqualTo(path(2));

    fixture.arrive(fixture.client.check(), path(1));
    assertThat(agent.selectedPath()).isEqualTo(path(2));
  }

  @Test
  void shouldFollowThePeerWhenItNominatesAgain() {
    fixture.arrive(fixture.client.nominate(), path(1));
    fixture.arrive(fixture.client.nominate(), path(2));
    fixture.arrive(fixture.client.nominate(), path(2));
    fixture.arrive(fixture.client.nominate(), path(1));

    assertThat(fixture.heard)
        .containsExactly("+srvUfrg1", "+1", "selected 1", "+2", "selected 2", "selected 1");
  }

  @Test
  void shouldDropSilentlyWhenThePasswordIsWrong() {
    StunClient wrong = new StunClient(CLIENT, new IceParameters("srvUfrg1", "guessed"), 3);

    assertThat(fixture.arrive(wrong.nominate(), path(1))).isNull();
    assertDropped(PacketCounter.STUN_BAD_INTEGRITY);
  }

  @Test
  void shouldDropWhenOurUfragIsOfAnotherSession() {
    StunClient wrong = new StunClient(CLIENT, new IceParameters("srvUfrgX", SERVER.password()), 3);

    assertThat(fixture.arrive(wrong.check(), path(1))).isNull();
    assertDropped(PacketCounter.STUN_UNKNOWN_USERNAME);
  }

  @Test
  void shouldDropWhenThePeersUfragIsWrong() {
    StunClient wrong = new StunClient(new IceParameters("cUf", CLIENT.password()), SERVER, 3);

    assertThat(fixture.arrive(wrong.check(), path(1))).isNull();
    assertDropped(PacketCounter.STUN_UNKNOWN_USERNAME);
  }

  @Test
  void shouldDropWhenIntegrityOrFingerprintIsMissing() {
    assertThat(fixture.arrive(fixture.client.request().fingerprint().build(), path(1))).isNull();
    assertDropped(PacketCounter.STUN_BAD_INTEGRITY);

    byte[] unprinted = fixture.client.request().integrity(SERVER.password()).build();
    assertThat(fixture.arrive(unprinted, path(1))).isNull();
    assertDropped(PacketCounter.STUN_BAD_FINGERPRINT);
  }

  @Test
  void shouldAnswerRoleConflictAndLearnNothingWhenThePeerIsControlled() {
    StunMessageBuilder request =
        StunMessageBuilder.bindingRequest(fixture.client.transactionId())
            .username("srvUfrg1:cUf1")
            .controlled(Long.MAX_VALUE)
            .useCandidate();

    StunResponse response = receive(fixture.arrive(fixture.client.sign(request), path(1)));

    assertThat(response.errorCode()).isEqualTo(487);
    assertDropped(PacketCounter.STUN_REFUSED);
  }

  @Test
  void shouldRefuseAttributesThatItMustUnderstandButDoesNot() {
    byte[] request =
        fixture.client.sign(fixture.client.request().attribute(0x0077, new byte[] {1}));

    StunResponse response = receive(fixture.arrive(request, path(1)));

    assertThat(response.errorCode()).isEqualTo(420);
    assertDropped(PacketCounter.STUN_REFUSED);
  }

  @Test
  void shouldBoundTheNumberOfPaths() {
    for (int i = 1; i <= IceLiteAgent.MAX_PATHS; i++) {
      assertThat(fixture.arrive(fixture.client.check(), path(i))).isNotNull();
    }

    assertThat(fixture.arrive(fixture.client.check(), path(100))).isNull();
    assertThat(fixture.counters.get(PacketCounter.STUN_TOO_MANY_ADDRESSES)).isEqualTo(1);
    assertThat(fixture.heard).doesNotContain("+100");
  }

  @Test
  void shouldReplaceTheLongestSilentPathButNeverTheSelectedOne() {
    for (int i = 1; i <= IceLiteAgent.MAX_PATHS; i++) {
      fixture.arrive(fixture.client.check(), path(i));
    }
    fixture.advanceSeconds(1);
    fixture.mediaArrives(path(2));
    fixture.advanceSeconds(5);

    assertThat(fixture.arrive(fixture.client.check(), path(100))).isNotNull();

    assertThat(agent.selectedPath()).isEqualTo(path(1));
    assertThat(fixture.heard).endsWith("-3", "+100");
  }

  @Test
  void shouldKeepFewTcpConnectionsAndReplaceTheLongestSilentButNeverTheSelectedOne() {
    for (int i = 1; i <= IceLiteAgent.MAX_TCP_PATHS; i++) {
      assertThat(fixture.arrive(fixture.client.check(), tcpPath(i))).isNotNull();
    }
    assertThat(fixture.arrive(fixture.client.check(), tcpPath(50))).isNull();
    assertThat(fixture.counters.get(PacketCounter.STUN_TOO_MANY_ADDRESSES)).isEqualTo(1);
    assertThat(fixture.arrive(fixture.client.check(), path(60))).isNotNull();

    fixture.advanceSeconds(1);
    fixture.mediaArrives(tcpPath(2));
    fixture.advanceSeconds(5);
    assertThat(fixture.arrive(fixture.client.check(), tcpPath(70))).isNotNull();

    assertThat(agent.selectedPath()).isEqualTo(tcpPath(1));
    assertThat(fixture.heard).endsWith("+60", "-3", "+70");
  }

  @Test
  void shouldNameItsOwnObjectForAPathThatItKnows() {
    fixture.arrive(fixture.client.check(), path(1));
    fixture.arrive(fixture.client.check(), path(2));
    NetworkPath own = fixture.pathOfLast();
    assertThat(own).isEqualTo(path(2));
    assertThat(fixture.pathOfLast()).isSameAs(own);
  }

  @Test
  void shouldForgetAPathAfterThirtySecondsOfSilence() {
    fixture.arrive(fixture.client.nominate(), path(1));
    fixture.advanceSeconds(29);
    assertThat(agent.selectedPath()).isEqualTo(path(1));
    assertThat(agent.nextDeadlineNs() - fixture.nowNs).isEqualTo(1_000_000_000L);

    fixture.advanceSeconds(1);

    assertThat(agent.selectedPath()).isNull();
    assertThat(fixture.heard).endsWith("-1");
    assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldKeepConsentWhileChecksOrMediaArrive() {
    fixture.arrive(fixture.client.nominate(), path(1));
    for (int i = 0; i < 10; i++) {
      fixture.advanceSeconds(20);
      fixture.mediaArrives(path(1));
      fixture.mediaArrives(path(77));
      fixture.advanceSeconds(20);
      fixture.arrive(fixture.client.check(), path(1));
    }

    assertThat(fixture.heard).containsExactly("+srvUfrg1", "+1", "selected 1");
  }

  @Test
  void shouldSendToTheLiveliestPathWhenTheSelectedOneFallsSilent() {
    fixture.arrive(fixture.client.check(), path(1));
    fixture.arrive(fixture.client.check(), path(2));
    fixture.arrive(fixture.client.nominate(), path(3));
    fixture.advanceSeconds(10);
    fixture.mediaArrives(path(1));
    fixture.advanceSeconds(5);
    fixture.mediaArrives(path(2));
    fixture.advanceSeconds(15);

    assertThat(agent.selectedPath()).isEqualTo(path(2));
    assertThat(fixture.heard).endsWith("-3", "selected 2");
  }

  @Test
  void shouldSendToTheLiveliestPathAtOnceWhenTheSelectedOneIsLost() {
    fixture.arrive(fixture.client.check(), path(1));
    fixture.arrive(fixture.client.check(), path(2));
    fixture.arrive(fixture.client.nominate(), path(3));
    fixture.advanceSeconds(1);
    fixture.mediaArrives(path(1));

    agent.handlePathLost(path(3));
    assertThat(agent.selectedPath()).isEqualTo(path(1));
    assertThat(fixture.heard).endsWith("-3", "selected 1");

    agent.handlePathLost(path(2));
    agent.handlePathLost(path(7));
    assertThat(agent.selectedPath()).isEqualTo(path(1));
    agent.handlePathLost(path(1));
    assertThat(agent.selectedPath()).isNull();
    assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldComeBackAfterSilenceWhenAnotherCheckPasses() {
    fixture.arrive(fixture.client.nominate(), path(1));
    fixture.advanceSeconds(60);
    fixture.arrive(fixture.client.check(), path(2));

    assertThat(agent.selectedPath()).isEqualTo(path(2));
  }

  @Test
  void shouldAnswerOldAndNewCredentialsDuringARestart() {
    fixture.arrive(fixture.client.nominate(), path(1));
    agent.restart(NEW_SERVER, NEW_CLIENT);

    assertThat(fixture.arrive(fixture.client.check(), path(1))).isNotNull();
    assertThat(fixture.heard).endsWith("+srvUfrg2");
    StunResponse response =
        fixture.newClient.receive(
            Objects.requireNonNull(fixture.arrive(fixture.newClient.check(), path(2))));
    assertThat(response.success()).isTrue();

    assertThat(fixture.heard).endsWith("+srvUfrg2", "+2", "-srvUfrg1");
    assertThat(agent.selectedPath()).isEqualTo(path(1));
    fixture.arrive(fixture.newClient.nominate(), path(2));
    assertThat(agent.selectedPath()).isEqualTo(path(2));
    assertThat(fixture.arrive(fixture.client.check(), path(1))).isNull();
  }

  @Test
  void shouldKeepTheOldCredentialsWhenANewCheckFails() {
    fixture.arrive(fixture.client.nominate(), path(1));
    agent.restart(NEW_SERVER, NEW_CLIENT);
    StunClient mixed = new StunClient(CLIENT, NEW_SERVER, 3);
    StunClient guessed =
        new StunClient(NEW_CLIENT, new IceParameters("srvUfrg2", SERVER.password()), 3);

    assertThat(fixture.arrive(mixed.check(), path(2))).isNull();
    assertThat(fixture.arrive(guessed.check(), path(2))).isNull();

    assertThat(fixture.arrive(fixture.client.check(), path(1))).isNotNull();
  }

  @Test
  void shouldForgetTheGenerationInBetweenWhenRestartedTwice() {
    fixture.arrive(fixture.client.nominate(), path(1));
    agent.restart(new IceParameters("between1", "never used password here"), NEW_CLIENT);
    agent.restart(NEW_SERVER, NEW_CLIENT);

    assertThat(fixture.heard).endsWith("+between1", "-between1", "+srvUfrg2");
    assertThat(fixture.arrive(fixture.client.check(), path(1))).isNotNull();
    assertThat(fixture.arrive(fixture.newClient.check(), path(1))).isNotNull();
    assertThat(fixture.heard).endsWith("-srvUfrg1");
  }

  @Test
  void shouldRefuseARestartWithoutNewUfrag() {
    assertThatThrownBy(() -> agent.restart(SERVER, NEW_CLIENT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> agent.restart(CLIENT, NEW_CLIENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTakeEverythingBackWhenClosed() {
    fixture.arrive(fixture.client.nominate(), path(1));
    fixture.arrive(fixture.client.check(), path(2));
    agent.restart(NEW_SERVER, NEW_CLIENT);
    fixture.heard.clear();

    agent.close();

    assertThat(fixture.heard).containsExactly("-2", "-1", "-srvUfrg1", "-srvUfrg2");
    assertThat(agent.selectedPath()).isNull();
    assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  private static NetworkPath tcpPath(int number) {
    NetworkPath path = path(number);
    return new NetworkPath(
        NetworkPath.FIRST_TCP + number, path.addressHigh(), path.addressLow(), path.port());
  }

  private StunResponse receive(byte @Nullable [] response) {
    return fixture.client.receive(Objects.requireNonNull(response));
  }

  private void assertDropped(PacketCounter counter) {
    assertThat(fixture.counters.get(counter)).isEqualTo(1);
    assertThat(fixture.heard).containsExactly("+srvUfrg1");
    assertThat(agent.selectedPath()).isNull();
  }
}
