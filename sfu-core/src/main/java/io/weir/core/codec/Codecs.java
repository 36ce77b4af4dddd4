package io.weir.core.codec;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All codecs that Weir forwards. Any thread. */
public final class Codecs {
  private static final Map<String, PayloadCodec> BY_NAME =
      Map.of(
          Opus.NAME, new Opus(),
          Vp8.NAME, new Vp8(),
          H264.NAME, new H264());

  private Codecs() {}

  /** The codec of an encoding name (RFC 8866 §6.6, case does not matter). */
  public static Optional<PayloadCodec> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
  }
}
