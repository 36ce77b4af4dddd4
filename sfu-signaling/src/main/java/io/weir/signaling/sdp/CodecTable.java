package io.weir.signaling.sdp;

import io.weir.core.control.CodecParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gathers rtpmap, fmtp and rtcp-fb of one m-line (RFC 8866 §6.6, §6.15; RFC 4585 §4.2) into codecs.
 * Malformed lines are skipped: their payload type is then not usable, which is all they can harm.
 * So is one whose fmtp is longer than any codec needs: what it says is kept as long as the session.
 */
public final class CodecTable {

  private static final int MAX_PAYLOAD_TYPE = 127;
  private static final int MAX_CLOCK_RATE = 1_000_000;
  private static final int MAX_CHANNELS = 255;
  private static final int MAX_FMTP_CHARACTERS = 1024;
  private static final int MAX_FMTP_ITEMS = 32;
  private static final String EVERY_PAYLOAD_TYPE = "*";
  private static final String RTX = "RTX";

  /** Payload types that need no rtpmap (RFC 3551 §6, table 4), of the codecs that Weir knows. */
  private static final Map<Integer, String> STATIC_FORMATS = Map.of(0, "PCMU/8000", 8, "PCMA/8000");

  private final Map<Integer, String> formats = new HashMap<>();
  private final Map<Integer, Map<String, String>> parameters = new HashMap<>();
  private final Set<Integer> unusable = new HashSet<>();
  private final Map<Integer, Set<String>> feedback = new HashMap<>();
  private final Set<String> commonFeedback = new LinkedHashSet<>();
  private final Map<Integer, Integer> retransmissions = new HashMap<>();

  private CodecTable() {}

  /** The m-line's codecs in the offerer's order of preference, without rtx. */
  public static List<OfferedCodec> read(MediaDescription media) {
    CodecTable table = new CodecTable();
    for (Attribute attribute : media.attributes()) {
      table.take(attribute);
    }
    return table.codecs(media.formats());
  }

  private void take(Attribute attribute) {
    String value = attribute.value();
    int space = value.indexOf(' ');
    if (space < 0) {
      return;
    }
    String subject = value.substring(0, space);
    String rest = value.substring(space + 1).strip();
    int payloadType = Numbers.parse(subject, MAX_PAYLOAD_TYPE);
    switch (attribute.name()) {
      case "rtpmap" -> formats.putIfAbsent(payloadType, rest);
      case "fmtp" -> takeParameters(payloadType, rest);
      case "rtcp-fb" -> feedbackOf(subject, payloadType).add(rest.toLowerCase(Locale.ROOT));
      default -> {
        // Not about codecs.
      }
    }
  }

  private Set<String> feedbackOf(String subject, int payloadType) {
    return subject.equals(EVERY_PAYLOAD_TYPE)
        ? commonFeedback // RFC 4585 §4.2
        : feedback.computeIfAbsent(payloadType, key -> new LinkedHashSet<>());
  }

  private void takeParameters(int payloadType, String text) {
    String[] items = text.split(";", MAX_FMTP_ITEMS + 1);
    if (text.length() > MAX_FMTP_CHARACTERS || items.length > MAX_FMTP_ITEMS) {
      unusable.add(payloadType);
    } else {
      parameters.putIfAbsent(payloadType, parameters(items));
    }
  }

  private static Map<String, String> parameters(String[] items) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String item : items) {
      int equals = item.indexOf('=');
      String name = equals < 0 ? item : item.substring(0, equals);
      String value = equals < 0 ? "" : item.substring(equals + 1);
      if (!name.isBlank()) {
        map.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), value.strip());
      }
    }
    return map;
  }

  private List<OfferedCodec> codecs(List<String> payloadTypes) {
    List<OfferedCodec> all = new ArrayList<>();
    for (String word : new LinkedHashSet<>(payloadTypes)) {
      int payloadType = Numbers.parse(word, MAX_PAYLOAD_TYPE);
      String format = formats.getOrDefault(payloadType, STATIC_FORMATS.get(payloadType));
      if (payloadType >= 0 && format != null && !unusable.contains(payloadType)) {
        add(all, payloadType, format.split("/", -1));
      }
    }
    return all.stream().map(this::withRetransmission).toList();
  }

  private void add(List<OfferedCodec> all, int payloadType, String[] format) {
    int clockRate = format.length < 2 ? -1 : Numbers.parse(format[1].strip(), MAX_CLOCK_RATE);
    int channels = format.length < 3 ? 1 : Numbers.parse(format[2].strip(), MAX_CHANNELS);
    if (clockRate <= 0 || channels <= 0 || format[0].isBlank()) {
      return;
    }
    String name = format[0].toUpperCase(Locale.ROOT);
    Map<String, String> own = parameters.getOrDefault(payloadType, Map.of());
    if (name.equals(RTX)) {
      int original = Numbers.parse(own.getOrDefault("apt", ""), MAX_PAYLOAD_TYPE); // RFC 4588 §8.1
      retransmissions.putIfAbsent(original, payloadType);
      return;
    }
    Set<String> applicable = new LinkedHashSet<>(commonFeedback);
    applicable.addAll(feedback.getOrDefault(payloadType, Set.of()));
    all.add(
        new OfferedCodec(
            payloadType,
            format[0],
            name,
            clockRate,
            channels,
            own,
            applicable,
            CodecParameters.NO_RTX));
  }

  private OfferedCodec withRetransmission(OfferedCodec codec) {
    return new OfferedCodec(
        codec.payloadType(),
        codec.spelling(),
        codec.name(),
        codec.clockRate(),
        codec.channels(),
        codec.parameters(),
        codec.feedback(),
        retransmissions.getOrDefault(codec.payloadType(), CodecParameters.NO_RTX));
  }
}
