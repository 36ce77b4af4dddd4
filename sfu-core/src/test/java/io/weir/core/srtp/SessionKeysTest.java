package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SessionKeysTest {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  @Test
  void shouldDeriveWhatRfc3711AppendixB3Does() {
    byte[] masterKey = HEX.parseHex("E1F97A0D3E018BE0D64FA32C06DE4139");
    byte[] masterSalt = HEX.parseHex("0EC675AD498AFEEBB6960B3AABE6");
    GcmKey key = new SessionKeys().derive(masterKey, masterSalt, SessionKeys.RTP);

    assertThat(keyOf(key)).isEqualTo("C61E7A93744F39EE10734AFE3FF7A087");
    assertThat(ivOf(key, 0, 0)).as("the salt").isEqualTo("30CBBC08863D8C85D49DB34A");
  }

  @Test
  void shouldMakeInitialisationVectorsOfRfc7714Sections16And17() {
    byte[] salt = HEX.parseHex("517569642070726F2071756F");
    GcmKey key = new GcmKey(new byte[16], salt);

    assertThat(ivOf(key, 0x5501_A0B2, 0xF17B)).isEqualTo("51753C6580C2726F20718414");
    assertThat(ivOf(key, 0x4D61_7273, 0x5D4)).isEqualTo("517524055203726F207170BB");
    assertThat(ivOf(new GcmKey(new byte[16], new byte[12]), 0x8899_AABB, 0x1234_5678_9ABCL))
        .as("all of a 48-bit index")
        .isEqualTo("00008899AABB123456789ABC");
  }

  @Test
  void shouldHaveOtherKeysForRtcp() {
    byte[] masterKey = new byte[16];
    byte[] masterSalt = new byte[12];
    SessionKeys keys = new SessionKeys();

    assertThat(keyOf(keys.derive(masterKey, masterSalt, SessionKeys.RTCP)))
        .isNotEqualTo(keyOf(keys.derive(masterKey, masterSalt, SessionKeys.RTP)));
  }

  private static String keyOf(GcmKey key) {
    byte[] bytes = new byte[GcmKey.LENGTH];
    key.writeKey(MemorySegment.ofArray(bytes), 0);
    return HEX.formatHex(bytes);
  }

  private static String ivOf(GcmKey key, int ssrc, long index) {
    return HEX.toHexDigits(key.ivHigh(ssrc, index)) + HEX.toHexDigits(key.ivLow(index));
  }
}
