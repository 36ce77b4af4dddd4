package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.testkit.DtlsTestClient;
import io.weir.core.testkit.DtlsTestLink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NamedGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes over networks that lose, swap, repeat and invent datagrams. */
class DtlsNetworkTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int X25519_MLKEM768 = 0x11EC;
  private static final int X25519_KYBER768 = 0x6399;
  private static final int GREASE = 0x2A2A;
  private static final int PADDING_EXTENSION = 21;
  private static final int DTLS_HEADERS = 13 + 12;
  private static final BouncyCastleDtlsFactory FACTORY =
      new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT);

  private final DtlsTestClient client = new DtlsTestClient();

  @BeforeAll
  static void warmUp() {
    FACTORY.warmUp();
  }

  @AfterAll
  static void closeFactory() {
    FACTORY.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void shouldConnectWhenAnyOneDatagramOfTheClientIsLost(int lost) throws Exception {
    connects((fromClient, index, datagram) ->
        fromClient && index == lost ? List.of() : List.of(datagram));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldConnectWhenAnyOneDatagramOfTheServerIsLost(int lost) throws Exception {
    connects((fromClient, index, datagram) ->
        !fromClient && index == lost ? List.of() : List.of(datagram));
  }

  @Test
  void shouldConnectWhenEveryDatagramComesTwice() throws Exception {
    connects((fromClient, index, datagram) -> List.of(datagram, datagram));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shouldConnectWhenTwoDatagramsOfTheClientAreSwapped(int first) throws Exception {
    List<byte[]> held = new ArrayList<>();
    connects((fromClient, index, datagram) -> {
      if (fromClient && index == first) {
        held.add(datagram);
        return List.of();
      }
      if (fromClient && index == first + 1) {
        return List.of(datagram, held.getFirst());
      }
      return List.of(datagram);
    });
  }

  /** As over a link that stood still for seconds: both ends repeat, and all of it comes. */
  @ParameterizedTest
  @CsvSource({"true, 2", "true, 4", "false, 2", "false, 5"})
  void shouldConnectWhenWhatOneEndSendsIsHeldUp(boolean ofClient, int held) throws Exception {
    List<byte[]> waiting = new ArrayList<>();
    connects((fromClient, index, datagram) -> {
      if (fromClient != ofClient) {
        return List.of(datagram);
      }
      waiting.add(datagram);
      if (waiting.size() < held) {
        return List.of();
      }
      List<byte[]> all = List.copyOf(waiting);
      waiting.clear();
      return all;
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldConnectOverANetworkThatLosesAFifth(long seed) throws Exception {
    Random random = new Random(seed);
    connects(
        (fromClient, index, datagram) -> random.nextInt(5) == 0 ? List.of() : List.of(datagram));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300, 700})
  void shouldReassembleAFragmentedClientHello(int clientSendLimit) throws Exception {
    connectsLikeABrowser((fromClient, index, datagram) -> List.of(datagram), clientSendLimit);
  }

  @Test
  void shouldReassembleAClientHelloWhoseFragmentsComeBackwardsAndTwice() throws Exception {
    int fragments = 8;
    List<byte[]> held = new ArrayList<>();
    connectsLikeABrowser(
        (fromClient, index, datagram) -> {
          if (!fromClient || index >= fragments) {
            return List.of(datagram);
          }
          held.addFirst(datagram);
          held.addFirst(datagram);
          return index == fragments - 1 ? held : List.of();
        },
        250);
  }

  @Test
  void shouldIgnoreGarbage() throws Exception {
    Random random = new Random(7);
    connects((fromClient, index, datagram) -> {
      if (!fromClient) {
        return List.of(datagram);
      }
      byte[] garbage = new byte[random.nextInt(1_400)];
      random.nextBytes(garbage);
      byte[] truncated = Arrays.copyOf(datagram, random.nextInt(13));
      byte[] wrongEpoch = datagram.clone();
      wrongEpoch[3] = 7;
      return List.of(garbage, new byte[0], truncated, wrongEpoch, datagram, garbage);
    });
  }

  @Test
  void shouldChooseX25519EvenIfTheClientPrefersP256() throws Exception {
    client.withGroups(GREASE, X25519_MLKEM768, NamedGroup.secp256r1, NamedGroup.x25519);
    assertThat(negotiatedGroup()).isEqualTo(NamedGroup.x25519);
  }

  @Test
  void shouldFallBackToP256() throws Exception {
    client.withGroups(X25519_KYBER768, NamedGroup.secp384r1, NamedGroup.secp256r1);
    assertThat(negotiatedGroup()).isEqualTo(NamedGroup.secp256r1);
  }

  /** Reads the named group from the ServerKeyExchange message on the wire (RFC 8422 §5.4). */
  private int negotiatedGroup() throws Exception {
    List<byte[]> fromServer = new ArrayList<>();
    connects((fromClient, index, datagram) -> {
      if (!fromClient) {
        fromServer.add(datagram);
      }
      return List.of(datagram);
    });
    for (byte[] datagram : fromServer) {
      ByteBuffer bytes = ByteBuffer.wrap(datagram);
      int record = 0;
      while (record < datagram.length) {
        if (datagram[record] == 22 && datagram[record + 13] == 12) {
          return bytes.getShort(record + DTLS_HEADERS + 1) & 0xFFFF;
        }
        record += 13 + (bytes.getShort(record + 11) & 0xFFFF);
      }
    }
    throw new AssertionError("no ServerKeyExchange seen");
  }

  private void connects(DtlsTestLink.Wire wire) throws Exception {
    finish(new DtlsTestLink(FACTORY, List.of(client.fingerprint()), wire));
  }

  /** With DTLS 1.3, post-quantum key shares and padding in the offer, as browsers send them. */
  private void connectsLikeABrowser(DtlsTestLink.Wire wire, int clientSendLimit) throws Exception {
    client.withGroups(GREASE, X25519_MLKEM768, NamedGroup.x25519, NamedGroup.secp256r1);
    client.withExtension(
        ExtensionType.supported_versions,
        new byte[] {6, 0x2A, 0x2A, (byte) 0xFE, (byte) 0xFC, (byte) 0xFE, (byte) 0xFD});
    client.withExtension(ExtensionType.key_share, keyShares());
    client.withExtension(GREASE, new byte[0]);
    client.withExtension(PADDING_EXTENSION, new byte[120]);
    finish(new DtlsTestLink(FACTORY, List.of(client.fingerprint()), wire, clientSendLimit));
  }

  private static byte[] keyShares() {
    int hybrid = 1_216;
    ByteBuffer shares = ByteBuffer.allocate(2 + 4 + hybrid + 4 + 32);
    shares.putShort((short) (shares.capacity() - 2));
    shares.putShort((short) X25519_MLKEM768).putShort((short) hybrid).put(new byte[hybrid]);
    shares.putShort((short) NamedGroup.x25519).putShort((short) 32).put(new byte[32]);
    return shares.array();
  }

  private void finish(DtlsTestLink link) throws Exception {
    DtlsTestClient.Connection connection = client.connect(link);
    SrtpKeys theirs = connection.keys();

    assertThat(link.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();
    assertThat(link.engine().keys())
        .isNotNull()
        .usingRecursiveComparison()
        .isEqualTo(theirs.reversed());
  }
}
