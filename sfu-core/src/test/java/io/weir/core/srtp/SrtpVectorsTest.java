package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The RFCs' vectors, which hold {@link ReferenceSrtp}; see JitsiSrtpSessionTest for the rest. */
class SrtpVectorsTest {
  private static final byte[] MASTER_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
  private static final byte[] MASTER_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");
  private static final byte[] GCM_KEY = hex("000102030405060708090A0B0C0D0E0F");
  private static final byte[] GCM_SALT = hex("517569642070726F2071756F");

  @Test
  void shouldDeriveSessionKeysOfRfc3711AppendixB3() throws GeneralSecurityException {
    assertThat(ReferenceSrtp.derive(MASTER_KEY, MASTER_SALT, ReferenceSrtp.LABEL_RTP_KEY, 16))
        .isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
    assertThat(ReferenceSrtp.derive(MASTER_KEY, MASTER_SALT, ReferenceSrtp.LABEL_RTP_SALT, 14))
        .isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
    assertThat(ReferenceSrtp.derive(MASTER_KEY, MASTER_SALT, ReferenceSrtp.LABEL_RTP_AUTH, 94))
        .isEqualTo(
            hex(
                "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"
                    + "8F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF7227098"
                    + "6371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E"
                    + "474035766B68642C59BBFC2F34DB60DBDFB2"));
  }

  @Test
  void shouldMakeKeyStreamOfRfc3711AppendixB2() throws GeneralSecurityException {
    byte[] key = hex("2B7E151628AED2A6ABF7158809CF4F3C");
    byte[] iv = ReferenceSrtp.cmIv(hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"), 0, 0);

    assertThat(ReferenceSrtp.aesCm(key, iv, new byte[48]))
        .isEqualTo(
            hex(
                "E03EAD0935C95E80E166B16DD92B4EB4"
                    + "D23513162B02D0F72A43A2FE4A5F97AB"
                    + "41E95B3BB0A2E8DD477901E4FCA894C0"));
  }

  @Test
  void shouldSealRtpOfRfc7714Section16() throws GeneralSecurityException {
    byte[] header = hex("8040F17B8041F8D35501A0B2");
    byte[] plain = "Gallia est omnis divisa in partes tres".getBytes(StandardCharsets.US_ASCII);
    byte[] iv = ReferenceSrtp.gcmRtpIv(GCM_SALT, 0x5501A0B2, 0, 0xF17B);

    assertThat(iv).isEqualTo(hex("51753C6580C2726F20718414"));
    assertThat(ReferenceSrtp.aesGcm(GCM_KEY, iv, header, plain))
        .isEqualTo(
            hex(
                "F24DE3A3FB34DE6CACBA861C9D7E4BCA"
                    + "BE633BD50D294E6F42A5F47A51C7D19B36DE3ADF8833"
                    + "899D7F27BEB16A9152CF765EE4390CCE"));
  }

  @Test
  void shouldSealRtcpOfRfc7714Section17() throws GeneralSecurityException {
    byte[] associated = hex("81C8000D4D617273" + "800005D4");
    byte[] plain =
        hex(
            "4E545031"
                + "4E545032"
                + "525450200000042A0000E930"
                + "4C756E61"
                + "DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF");
    byte[] iv = ReferenceSrtp.gcmRtcpIv(GCM_SALT, 0x4D617273, 0x5D4);

    assertThat(iv).isEqualTo(hex("517524055203726F207170BB"));
    assertThat(ReferenceSrtp.aesGcm(GCM_KEY, iv, associated, plain))
        .isEqualTo(
            hex(
                "63E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA"
                    + "4CE09B4686303DED0BB9275BC84AA45896CF4D2FC5ABF87245D9EADE"));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
