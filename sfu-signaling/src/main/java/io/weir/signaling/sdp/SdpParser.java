package io.weir.signaling.sdp;

import io.weir.signaling.sdp.SdpLines.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads session descriptions (RFC 8866): strict about size and the shape of lines, lenient about
 * their order and about line types that WebRTC does not use. Any thread.
 */
public final class SdpParser {

  /** More m-lines than any client has slots and tracks for. */
  static final int MAX_MEDIA = 256;

  private static final int ORIGIN_WORDS = 6;
  private static final int MAX_PORT = 65_535;
  private static final Pattern SPACES = Pattern.compile(" +");

  private final List<Attribute> sessionAttributes = new ArrayList<>();
  private final List<MediaBuilder> media = new ArrayList<>();
  private String origin = "";
  private String name = "";
  private String sessionConnection = "";

  private SdpParser() {}

  /**
   * Parses a whole session description.
   *
   * @throws SdpException when the text is anything else; no other exception leaves this method
   */
  public static SessionDescription parse(String text) throws SdpException {
    List<Line> lines = SdpLines.split(text);
    if (lines.isEmpty() || lines.getFirst().type() != 'v') {
      throw new SdpException(1, "a session description starts with \"v=0\"");
    }
    if (!lines.getFirst().value().equals("0")) {
      throw new SdpException(1, "only version 0 is known");
    }
    SdpParser parser = new SdpParser();
    for (Line line : lines) {
      parser.take(line);
    }
    if (parser.origin.isEmpty()) {
      throw new SdpException(lines.size(), "the \"o=\" line is missing");
    }
    return parser.session();
  }

  /** Reads a fragment (RFC 8840 §9): the same lines, but none is required. */
  static SessionDescription parseFragment(String text) throws SdpException {
    SdpParser parser = new SdpParser();
    for (Line line : SdpLines.split(text)) {
      parser.take(line);
    }
    return parser.session();
  }

  private SessionDescription session() {
    List<MediaDescription> built =
        media.stream().map(builder -> builder.build(sessionConnection)).toList();
    return new SessionDescription(origin, name, sessionAttributes, built);
  }

  private void take(Line line) throws SdpException {
    switch (line.type()) {
      case 'o' -> origin = origin(line);
      case 's' -> name = line.value();
      case 'c' -> connection(line.value());
      case 'm' -> media(line);
      case 'a' -> attributes().add(attribute(line));
      default -> {
        // RFC 8866 §5: v is checked above; t, b, i, u, e, p, r, z and k mean nothing here.
      }
    }
  }

  private static String origin(Line line) throws SdpException {
    if (SPACES.split(line.value(), -1).length != ORIGIN_WORDS) {
      throw new SdpException(line.number(), "\"o=\" has six words");
    }
    return line.value();
  }

  private void connection(String value) {
    if (media.isEmpty()) {
      sessionConnection = value;
    } else {
      media.getLast().connection = value;
    }
  }

  private List<Attribute> attributes() {
    return media.isEmpty() ? sessionAttributes : media.getLast().attributes;
  }

  private void media(Line line) throws SdpException {
    if (media.size() == MAX_MEDIA) {
      throw new SdpException(line.number(), "there are more than " + MAX_MEDIA + " m-lines");
    }
    String[] words = SPACES.split(line.value(), -1);
    if (words.length < 4) {
      throw new SdpException(line.number(), "\"m=\" has a kind, a port, a protocol and formats");
    }
    for (String word : words) {
      if (word.isEmpty()) {
        throw new SdpException(line.number(), "\"m=\" starts or ends with a space");
      }
    }
    media.add(
        new MediaBuilder(
            words[0].toLowerCase(Locale.ROOT),
            port(line, words[1]),
            words[2],
            List.of(words).subList(3, words.length)));
  }

  private static int port(Line line, String word) throws SdpException {
    int slash = word.indexOf('/');
    String digits = slash < 0 ? word : word.substring(0, slash); // RFC 8866 §5.14: port/count
    int port = Numbers.parse(digits, MAX_PORT);
    if (port < 0) {
      throw new SdpException(line.number(), "the port is not a number from 0 to 65535");
    }
    return port;
  }

  private static Attribute attribute(Line line) throws SdpException {
    String text = line.value();
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
      throw new SdpException(line.number(), "the attribute has no proper name");
    }
    return new Attribute(name, colon < 0 ? "" : text.substring(colon + 1));
  }

  /** An m-line whose attributes are still arriving. */
  private static final class MediaBuilder {
    private final String kind;
    private final int port;
    private final String protocol;
    private final List<String> formats;
    private final List<Attribute> attributes = new ArrayList<>();
    private String connection = "";

    MediaBuilder(String kind, int port, String protocol, List<String> formats) {
      this.kind = kind;
      this.port = port;
      this.protocol = protocol;
      this.formats = formats;
    }

    MediaDescription build(String sessionConnection) {
      return new MediaDescription(
          kind,
          port,
          protocol,
          formats,
          connection.isEmpty() ? sessionConnection : connection,
          attributes);
    }
  }
}
