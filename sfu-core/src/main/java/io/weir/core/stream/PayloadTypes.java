package io.weir.core.stream;

import io.weir.core.codec.Codecs;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.CodecParameters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the payload types of one m-line stand for. Immutable, any thread. */
public final class PayloadTypes {
  /** Returned by {@link #primary} for payload types that are not of a retransmission stream. */
  public static final int NOT_RTX = -1;

  private static final int COUNT = 128;

  private final @Nullable CodecParameters[] parameters = new CodecParameters[COUNT];
  private final @Nullable PayloadCodec[] codecs = new PayloadCodec[COUNT];
  private final byte[] primaries = new byte[COUNT];

  /** The payload types of negotiated codecs, without those that Weir does not understand. */
  public PayloadTypes(List<CodecParameters> negotiated) {
    Arrays.fill(primaries, (byte) NOT_RTX);
    for (CodecParameters codec : negotiated) {
      Codecs.find(codec.name()).ifPresent(understood -> add(codec, understood));
    }
  }

  private void add(CodecParameters codec, PayloadCodec understood) {
    parameters[codec.payloadType()] = codec;
    codecs[codec.payloadType()] = understood;
    if (codec.hasRtx()) {
      primaries[codec.rtxPayloadType()] = (byte) codec.payloadType();
    }
  }

  /** What understands the payloads of a payload type, or null when it was not negotiated. */
  public @Nullable PayloadCodec codec(int payloadType) {
    return codecs[payloadType];
  }

  /** What was negotiated for a payload type, or null. */
  public @Nullable CodecParameters parameters(int payloadType) {
    return parameters[payloadType];
  }

  /** The payload type that an RTX payload type retransmits, or {@link #NOT_RTX}. */
  public int primary(int rtxPayloadType) {
    return primaries[rtxPayloadType];
  }
}
