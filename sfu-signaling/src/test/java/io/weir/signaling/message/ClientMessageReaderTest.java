package io.weir.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.TrackSource;
import io.weir.signaling.message.ClientMessageReader.Invalid;
import io.weir.signaling.message.ClientMessageReader.Valid;
import io.weir.signaling.testing.SchemaChecker;
import io.weir.signaling.testing.TestClient;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading clients' JSON: what is right becomes a record, everything else a clear refusal. */
class ClientMessageReaderTest {

  private static final String SPICE = "{}[]\",:0-eE\\\u00e9\ud800";

  private static final List<String> EXAMPLES =
      List.of(
          "{\"type\":\"join\",\"id\":1,\"room\":\"lab\",\"name\":\"Ada\",\"metadata\":{\"a\":[1]}}",
          "{\"type\":\"join\",\"id\":\"x\",\"room\":\"lab\",\"token\":\"a.b.c\"}",
          "{\"type\":\"offer\",\"id\":2,\"sdp\":\"v=0\",\"tracks\":[{\"mid\":\"0\",\"source\":"
              + "\"screenAudio\",\"name\":\"n\",\"muted\":true}]}",
          "{\"type\":\"candidate\",\"id\":3,\"candidate\":\"\",\"sdpMid\":null,"
              + "\"sdpMLineIndex\":0,\"usernameFragment\":\"abcd\"}",
          "{\"type\":\"view\",\"id\":4,\"slots\":[{\"mid\":\"3\"},{\"mid\":\"4\",\"track\":null},"
              + "{\"mid\":\"5\",\"track\":\"t1\",\"width\":320,\"height\":180,\"priority\":-1}]}",
          "{\"type\":\"mute\",\"id\":5,\"mid\":\"0\",\"muted\":true}",
          "{\"type\":\"unpublish\",\"id\":6,\"mid\":\"0\"}",
          "{\"type\":\"update\",\"id\":7,\"name\":\"Bo\",\"metadata\":{}}",
          "{\"type\":\"message\",\"id\":8,\"to\":[\"p1\"],\"topic\":\"chat\",\"payload\":null}",
          "{\"type\":\"resume\",\"id\":9,\"session\":\"s\",\"seq\":4}",
          "{\"type\":\"leave\",\"id\":10}",
          "{\"type\":\"statistics\",\"id\":11,\"slots\":[{\"mid\":\"5\",\"freezes\":2,\"frozenMs\":740},"
              + "{\"mid\":\"6\"}]}",
          "{\"type\":\"statistics\",\"id\":12}");

  @Test
  void shouldReadEveryMessageThatTheSchemaAllows() {
    for (String example : EXAMPLES) {
      SchemaChecker.assertClientMessage(TestClient.parse(example));
      assertThat(ClientMessageReader.read(example)).as(example).isInstanceOf(Valid.class);
    }
  }

  @Test
  void shouldKeepEveryField() {
    assertThat(message(EXAMPLES.get(2)))
        .isEqualTo(
            new ClientMessage.Offer(
                new RequestId.Integral(2),
                "v=0",
                List.of(new ClientMessage.OfferedTrack("0", TrackSource.SCREEN_AUDIO, "n", true))));
    assertThat(message(EXAMPLES.get(4)))
        .isEqualTo(
            new ClientMessage.View(
                new RequestId.Integral(4),
                List.of(
                    new ClientMessage.SlotChoice(
                        "3", new ClientMessage.Choice.Automatic(), 0, 0, 0),
                    new ClientMessage.SlotChoice("4", new ClientMessage.Choice.Empty(), 0, 0, 0),
                    new ClientMessage.SlotChoice(
                        "5", new ClientMessage.Choice.Track("t1"), 320, 180, -1))));
  }

  @Test
  void shouldIgnoreFieldsThatItDoesNotKnow() {
    assertThat(ClientMessageReader.read("{\"type\":\"leave\",\"id\":1,\"later\":{}}"))
        .isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"join\"",
        "{",
        "{\"type\":\"leave\",\"id\":1} x",
        "{\"type\":\"leave\"}",
        "{\"type\":\"leave\",\"id\":null}",
        "{\"type\":\"leave\",\"id\":1.5}",
        "{\"type\":\"leave\",\"id\":true}",
        "{\"type\":\"leave\",\"id\":99999999999999999999}",
        "{\"type\":\"leave\",\"type\":\"leave\",\"id\":1}"
      })
  void shouldRefuseWithoutAnIdWhenNoneCanBeRead(String text) {
    ServerMessage.Refused refused = refusal(text);
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused.id()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\"}",
        "{\"id\":\"a\",\"type\":7}",
        "{\"id\":\"a\",\"type\":\"join\"}",
        "{\"id\":\"a\",\"type\":\"join\",\"room\":\"a b\"}",
        "{\"id\":\"a\",\"type\":\"join\",\"room\":\"\"}",
        "{\"id\":\"a\",\"type\":\"join\",\"room\":\"r\",\"name\":5}",
        "{\"id\":\"a\",\"type\":\"join\",\"room\":\"r\",\"metadata\":[]}",
        "{\"id\":\"a\",\"type\":\"offer\",\"sdp\":\"v=0\"}",
        "{\"id\":\"a\",\"type\":\"offer\",\"sdp\":\"v=0\",\"tracks\":[1]}",
        "{\"id\":\"a\",\"type\":\"offer\",\"sdp\":\"\",\"tracks\":[{\"mid\":\"0\","
            + "\"source\":\"film\"}]}",
        "{\"id\":\"a\",\"type\":\"candidate\",\"candidate\":\"nonsense\"}",
        "{\"id\":\"a\",\"type\":\"view\",\"slots\":{}}",
        "{\"id\":\"a\",\"type\":\"view\",\"slots\":[{\"mid\":\"1\",\"track\":3}]}",
        "{\"id\":\"a\",\"type\":\"view\",\"slots\":[{\"mid\":\"1\",\"width\":-1}]}",
        "{\"id\":\"a\",\"type\":\"mute\",\"mid\":\"1\",\"muted\":\"yes\"}",
        "{\"id\":\"a\",\"type\":\"message\"}",
        "{\"id\":\"a\",\"type\":\"message\",\"to\":[],\"payload\":1}",
        "{\"id\":\"a\",\"type\":\"message\",\"to\":[1],\"payload\":1}",
        "{\"id\":\"a\",\"type\":\"message\",\"to\":\"p\",\"payload\":1}",
        "{\"id\":\"a\",\"type\":\"statistics\",\"slots\":{}}",
        "{\"id\":\"a\",\"type\":\"statistics\",\"slots\":[{\"mid\":\"1\",\"freezes\":-1}]}",
        "{\"id\":\"a\",\"type\":\"statistics\",\"slots\":[{\"mid\":\"1\",\"frozenMs\":0.5}]}",
        "{\"id\":\"a\",\"type\":\"resume\"}"
      })
  void shouldRefuseWrongFieldsByName(String text) {
    ServerMessage.Refused refused = refusal(text);
    assertThat(refused.code()).as(text).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused.id()).isEqualTo(new RequestId.Text("a"));
    assertThat(refused.message()).startsWith("'").endsWith(".");
    if (!text.contains("nonsense")) {
      assertThat(SchemaChecker.isClientMessage(TestClient.parse(text))).as(text).isFalse();
    }
  }

  @Test
  void shouldRefuseTypesThatItDoesNotKnow() {
    assertThat(refusal("{\"id\":1,\"type\":\"dance\"}").code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
  }

  @Test
  void shouldRefuseMetadataOverFourKilobytes() {
    String text =
        "{\"id\":1,\"type\":\"update\",\"metadata\":{\"a\":\"" + "é".repeat(2100) + "\"}}";
    assertThat(refusal(text).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void shouldRefuseJsonNestedTooDeeply() {
    String text = "{\"id\":1,\"type\":\"message\",\"payload\":" + "[".repeat(10_000);
    assertThat(refusal(text).code()).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldTellOffersFromOtherMessages() {
    assertThat(ClientMessageReader.isOffer("{\"id\":{\"type\":\"x\"},\"type\":\"offer\"")).isTrue();
    assertThat(ClientMessageReader.isOffer("{\"id\":[[\"offer\"]],\"type\":\"join\"}")).isFalse();
    assertThat(ClientMessageReader.isOffer("[\"offer\"]")).isFalse();
    assertThat(ClientMessageReader.isOffer("{\"type\":[\"offer\"]}")).isFalse();
    assertThat(ClientMessageReader.isOffer("{\"ty")).isFalse();
  }

  /** Seeded, so that a failure comes again. */
  @Test
  void shouldNeverThrowWhateverComes() {
    Random random = new Random(20_261_123);
    for (int i = 0; i < 20_000; i++) {
      String text = mutated(EXAMPLES.get(random.nextInt(EXAMPLES.size())), random);
      ClientMessageReader.isOffer(text);
      if (ClientMessageReader.read(text) instanceof Invalid(ServerMessage.Refused refusal)) {
        JsonNode reply = TestClient.parse(ServerMessageWriter.refusal(refusal));
        if (i % 100 == 0) {
          SchemaChecker.assertServerMessage(reply);
        }
      }
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.setCharAt(at, (char) random.nextInt(128));
        case 1 -> mutated.deleteCharAt(at).append(' ');
        case 2 -> mutated.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
        default -> mutated.setLength(at + 1);
      }
    }
    return mutated.toString();
  }

  private static ClientMessage message(String text) {
    return ((Valid) ClientMessageReader.read(text)).message();
  }

  private static ServerMessage.Refused refusal(String text) {
    assertThat(ClientMessageReader.read(text)).as(text).isInstanceOf(Invalid.class);
    return ((Invalid) ClientMessageReader.read(text)).refusal();
  }
}
