package io.weir.core.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.testkit.StunMessageBuilder;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StunBindingValidatorTest {
  private static final byte[] TRANSACTION = "transaction!".getBytes(StandardCharsets.US_ASCII);
  private static final String USERNAME = "Ab+/0189:remote";
  private static final String PASSWORD = "0123456789abcdefghijkl";

  private final StunBindingValidator validator = new StunBindingValidator();
  private final MessageIntegrity key = new MessageIntegrity(PASSWORD);

  @Test
  void shouldReadEverythingThatACheckSays() {
    byte[] request =
        signed(request().username(USERNAME).priority(-2).useCandidate().controlling(-7));

    assertThat(validate(request)).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.hasIntegrity(key)).isTrue();
    assertThat(validator.localUfragKey()).isEqualTo(UsernameFragments.parse("Ab+/0189"));
    assertThat(validator.isRemoteUfrag(bytes("remote"))).isTrue();
    assertThat(validator.isRemoteUfrag(bytes("remotf"))).isFalse();
    assertThat(validator.isRemoteUfrag(bytes("remot"))).isFalse();
    assertThat(validator.hasPriority()).isTrue();
    assertThat(validator.priority()).isEqualTo(0xFFFF_FFFEL);
    assertThat(validator.useCandidate()).isTrue();
    assertThat(validator.controlling()).isTrue();
    assertThat(validator.controlled()).isFalse();
    assertThat(validator.tieBreaker()).isEqualTo(-7);
    assertThat(validator.unknownAttributeCount()).isZero();
  }

  @Test
  void shouldForgetTheRequestBeforeWhenReused() {
    validate(
        signed(
            request().username(USERNAME).useCandidate().controlled(1).attribute(0x7F, bytes("x"))));
    validate(signed(request().username(USERNAME)));

    assertThat(validator.useCandidate()).isFalse();
    assertThat(validator.hasPriority()).isFalse();
    assertThat(validator.controlled()).isFalse();
    assertThat(validator.unknownAttributeCount()).isZero();
  }

  @Test
  void shouldRefuseAnyTruncationAndAnyTail() {
    byte[] request = signed(request().username(USERNAME).priority(1));
    for (int length = 0; length < request.length; length++) {
      assertThat(validate(Arrays.copyOf(request, length))).isEqualTo(StunVerdict.MALFORMED);
    }
    for (int tail = 1; tail <= 8; tail++) {
      assertThat(validate(Arrays.copyOf(request, request.length + tail)))
          .isEqualTo(StunVerdict.MALFORMED);
    }
  }

  @Test
  void shouldRefuseWhenFingerprintIsMissingWrongOrNotLast() {
    byte[] missing = request().username(USERNAME).integrity(PASSWORD).build();
    byte[] wrong = signed(request().username(USERNAME));
    wrong[wrong.length - 1] ^= 1;
    byte[] notLast =
        request().username(USERNAME).integrity(PASSWORD).fingerprint().priority(1).build();
    byte[] twice =
        request().username(USERNAME).integrity(PASSWORD).fingerprint().fingerprint().build();

    assertThat(validate(missing)).isEqualTo(StunVerdict.BAD_FINGERPRINT);
    assertThat(validate(wrong)).isEqualTo(StunVerdict.BAD_FINGERPRINT);
    assertThat(validate(notLast)).isEqualTo(StunVerdict.BAD_FINGERPRINT);
    assertThat(validate(twice)).isEqualTo(StunVerdict.MALFORMED);
    assertThat(validate(request().build())).isEqualTo(StunVerdict.BAD_FINGERPRINT);
  }

  @Test
  void shouldRefuseWhenIntegrityIsMissing() {
    byte[] request = request().username(USERNAME).priority(1).fingerprint().build();

    assertThat(validate(request)).isEqualTo(StunVerdict.NO_INTEGRITY);
  }

  @Test
  void shouldTellWhenIntegrityIsWrong() {
    byte[] request =
        request().username(USERNAME).integrity("another password here!").fingerprint().build();

    assertThat(validate(request)).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.hasIntegrity(key)).isFalse();
  }

  @Test
  void shouldIgnoreWhatFollowsMessageIntegrity() {
    byte[] request =
        request()
            .username(USERNAME)
            .integrity(PASSWORD)
            .useCandidate()
            .controlled(5)
            .username("AAAAAAAA:other")
            .attribute(0x7F, bytes("unknown"))
            .fingerprint()
            .build();

    assertThat(validate(request)).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.hasIntegrity(key)).isTrue();
    assertThat(validator.useCandidate()).isFalse();
    assertThat(validator.controlled()).isFalse();
    assertThat(validator.isRemoteUfrag(bytes("remote"))).isTrue();
    assertThat(validator.unknownAttributeCount()).isZero();
  }

  @Test
  void shouldNotTakeAUsernameFromBehindMessageIntegrity() {
    byte[] request = request().integrity(PASSWORD).username(USERNAME).fingerprint().build();

    assertThat(validate(request)).isEqualTo(StunVerdict.UNKNOWN_USERNAME);
  }

  @Test
  void shouldRefuseUsernamesThatWeirNeverGaveOut() {
    String[] usernames = {
      "",
      ":",
      "Ab+/0189",
      "Ab+/0189:",
      "Ab+/018:remote",
      "Ab+/01890:remote",
      "Ab+/018-:remote",
      "Ab+/018é:r",
      "remote:Ab+/0189",
      "Ab+/0189;remote"
    };
    for (String username : usernames) {
      assertThat(validate(signed(request().username(username))))
          .as(username)
          .isEqualTo(StunVerdict.UNKNOWN_USERNAME);
    }
    assertThat(validate(signed(request().priority(1)))).isEqualTo(StunVerdict.UNKNOWN_USERNAME);
  }

  @Test
  void shouldRefuseAttributesOfWrongLength() {
    int[][] typesAndLengths = {
      {StunMessageBuilder.USERNAME, 509},
      {StunMessageBuilder.PRIORITY, 3},
      {StunMessageBuilder.PRIORITY, 8},
      {StunMessageBuilder.USE_CANDIDATE, 1},
      {StunMessageBuilder.ICE_CONTROLLED, 4},
      {StunMessageBuilder.ICE_CONTROLLING, 9},
      {StunMessageBuilder.MESSAGE_INTEGRITY, 16},
    };
    for (int[] attribute : typesAndLengths) {
      byte[] request =
          signed(request().username(USERNAME).attribute(attribute[0], new byte[attribute[1]]));
      assertThat(validate(request)).as("%x", attribute[0]).isEqualTo(StunVerdict.MALFORMED);
    }
  }

  @Test
  void shouldRefuseAnAttributeThatReachesIntoFingerprint() {
    byte[] request = request().username(USERNAME).attribute(0x8050, new byte[4]).build();
    request[request.length - 5] = 12;

    assertThat(validate(withFingerprint(request))).isEqualTo(StunVerdict.MALFORMED);
  }

  @Test
  void shouldNoteAtMostEightUnknownRequiredAttributes() {
    StunMessageBuilder builder = request().username(USERNAME);
    for (int i = 0; i < 10; i++) {
      builder.attribute(0x4000 + i, new byte[i]).attribute(0xC000 + i, new byte[i]);
    }

    assertThat(validate(signed(builder))).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.unknownAttributeCount()).isEqualTo(8);
    assertThat(validator.unknownAttribute(0)).isEqualTo(0x4000);
    assertThat(validator.unknownAttribute(7)).isEqualTo(0x4007);
  }

  @Test
  void shouldTakeTheFirstOfDoubledAttributes() {
    byte[] request =
        signed(
            request()
                .username(USERNAME)
                .priority(1)
                .username("BBBBBBBB:x")
                .priority(2)
                .controlling(3)
                .controlled(4));

    assertThat(validate(request)).isEqualTo(StunVerdict.BINDING_REQUEST);
    assertThat(validator.priority()).isEqualTo(1);
    assertThat(validator.isRemoteUfrag(bytes("remote"))).isTrue();
    assertThat(validator.controlling()).isTrue();
    assertThat(validator.controlled()).isFalse();
  }

  @Test
  void shouldNotExpectAnythingButBindingRequests() {
    int[] types = {0x0011, 0x0101, 0x0111, 0x0003, 0x0002, 0x3FFF, 0x0000};
    for (int type : types) {
      byte[] message = signed(StunMessageBuilder.message(type, TRANSACTION).username(USERNAME));
      assertThat(validate(message)).as("%x", type).isEqualTo(StunVerdict.UNEXPECTED);
    }
    byte[] notStun = signed(StunMessageBuilder.message(0x4001, TRANSACTION).username(USERNAME));
    assertThat(validate(notStun)).isEqualTo(StunVerdict.MALFORMED);
  }

  @Test
  void shouldRefuseAWrongMagicCookie() {
    byte[] request = signed(request().username(USERNAME));
    request[4] ^= 1;

    assertThat(validate(request)).isEqualTo(StunVerdict.MALFORMED);
  }

  private StunVerdict validate(byte[] message) {
    // Somewhere inside a larger piece of memory, as in a slab.
    byte[] slab = new byte[message.length + 14];
    Arrays.fill(slab, (byte) 0xEE);
    System.arraycopy(message, 0, slab, 7, message.length);
    return validator.validate(MemorySegment.ofArray(slab), 7, message.length);
  }

  private static StunMessageBuilder request() {
    return StunMessageBuilder.bindingRequest(TRANSACTION);
  }

  private static byte[] signed(StunMessageBuilder builder) {
    return builder.integrity(PASSWORD).fingerprint().build();
  }

  /** Appends a right FINGERPRINT to bytes whose attributes are wrong. */
  private static byte[] withFingerprint(byte[] message) {
    byte[] padded = Arrays.copyOf(message, message.length + 8);
    MemorySegment segment = MemorySegment.ofArray(padded);
    Bytes.putU16(segment, 2, padded.length - 20);
    int value = new StunFingerprint().compute(segment, 0, message.length);
    Bytes.putU16(segment, message.length, StunMessageBuilder.FINGERPRINT);
    Bytes.putU16(segment, message.length + 2, 4);
    Bytes.putI32(segment, message.length + 4, value);
    return padded;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
