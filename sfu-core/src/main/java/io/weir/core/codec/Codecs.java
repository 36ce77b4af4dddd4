package io.weir.core.codec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All codecs that Weir forwards. Any thread. */
public final class Codecs {
  private static final Map<String, PayloadCodec> BY_NAME =
      List.of(
              AudioCodec.OPUS,
              AudioCodec.PCMU,
              AudioCodec.PCMA,
              new Red(),
              new Vp8(),
              new Vp9(),
              new H264(),
              new H265(),
              new Av1())
          .stream()
          .collect(Collectors.toUnmodifiableMap(PayloadCodec::name, Function.identity()));

  private Codecs() {}

  /** The codec of an encoding name (RFC 8866 §6.6, case does not matter). */
  public static Optional<PayloadCodec> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
  }
}
