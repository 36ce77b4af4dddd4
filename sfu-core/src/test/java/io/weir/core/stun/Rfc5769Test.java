package io.weir.core.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.testkit.StunMessageBuilder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 5769. */
class Rfc5769Test {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final byte[] TRANSACTION_ID = bytes("b7e7a701bc34d686fa87dfae");

  private static final byte[] REQUEST =
      bytes(
          """
          000100582112a442b7e7a701bc34d686fa87dfae
          802200105354554e207465737420636c69656e74
          002400046e0001ff80290008932ff9b151263b36
          000600096576746a3a68367659202020
          000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
          80280004e57a3bcf\
          """);

  private static final byte[] IPV4_RESPONSE =
      bytes(
          """
          0101003c2112a442b7e7a701bc34d686fa87dfae
          8022000b7465737420766563746f7220
          002000080001a147e112a643
          000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7
          80280004c07d4c96\
          """);

  private static final byte[] IPV6_RESPONSE =
      bytes(
          """
          010100482112a442b7e7a701bc34d686fa87dfae
          8022000b7465737420766563746f7220
          002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
          00080014a382954e4be67bf11784c97c8292c275bfe3ed41
          80280004c8fb0b4c\
          """);

  @Test
  void shouldComputeTheFingerprints() {
    for (byte[] message : new byte[][] {REQUEST, IPV4_RESPONSE, IPV6_RESPONSE}) {
      MemorySegment segment = MemorySegment.ofArray(message);
      assertThat(new StunFingerprint().compute(segment, 0, message.length - 8))
          .isEqualTo(Bytes.i32(segment, message.length - 4));
    }
  }

  @Test
  void shouldVerifyTheIntegrity() {
    MessageIntegrity key = new MessageIntegrity(PASSWORD);
    for (byte[] message : new byte[][] {REQUEST, IPV4_RESPONSE, IPV6_RESPONSE}) {
      MemorySegment segment = MemorySegment.ofArray(message);
      assertThat(key.verify(segment, 0, message.length - 32)).isTrue();
      Bytes.putU8(segment, 21, 0x23);
      assertThat(key.verify(segment, 0, message.length - 32)).isFalse();
      Bytes.putU8(segment, 21, 0x22);
    }
  }

  @Test
  void shouldReadTheRequestAsOneForSomebodyElse() {
    StunVerdict verdict =
        new StunBindingValidator().validate(MemorySegment.ofArray(REQUEST), 0, REQUEST.length);

    // Its username fragment has four characters; ours have eight.
    assertThat(verdict).isEqualTo(StunVerdict.UNKNOWN_USERNAME);
  }

  @Test
  void shouldWriteTheMappedAddresses() {
    // 192.0.2.1:32853 and [2001:db8:1234:5678:11:2233:4455:6677]:32853
    assertThat(xorMappedAddress(0, 0x0000_FFFF_C000_0201L, 12))
        .isEqualTo(Arrays.copyOfRange(IPV4_RESPONSE, 36, 48));
    assertThat(xorMappedAddress(0x2001_0DB8_1234_5678L, 0x0011_2233_4455_6677L, 24))
        .isEqualTo(Arrays.copyOfRange(IPV6_RESPONSE, 36, 60));
  }

  private static byte[] xorMappedAddress(long high, long low, int length) {
    byte[] check =
        StunMessageBuilder.bindingRequest(TRANSACTION_ID)
            .username("AAAABBBB:h6vY")
            .integrity(PASSWORD)
            .fingerprint()
            .build();
    StunBindingValidator request = new StunBindingValidator();
    request.validate(MemorySegment.ofArray(check), 0, check.length);
    byte[] out = new byte[StunWriter.MAX_LENGTH];
    new StunWriter()
        .writeSuccess(
            request,
            high,
            low,
            32853,
            new MessageIntegrity(PASSWORD),
            MemorySegment.ofArray(out),
            0);
    return Arrays.copyOfRange(out, 20, 20 + length);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }
}
