package io.weir.signaling.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into {@code x=value} lines (RFC 8866 §5), bounded in number and length. Line ends may
 * be CRLF or LF, and the last one may lack or be followed by empty lines.
 */
final class SdpLines {

  static final int MAX_TEXT_LENGTH = 1 << 20;
  static final int MAX_LINES = 32_768;
  static final int MAX_LINE_LENGTH = 8_192;

  /**
   * One line.
   *
   * @param number counted from 1
   * @param type the letter before {@code =}
   * @param value the text behind it
   */
  record Line(int number, char type, String value) {}

  private SdpLines() {}

  static List<Line> split(String text) throws SdpException {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new SdpException(1, "the text is longer than " + MAX_TEXT_LENGTH + " characters");
    }
    List<Line> lines = new ArrayList<>();
    int end = contentLength(text);
    int start = 0;
    while (start < end) {
      int number = lines.size() + 1;
      if (number > MAX_LINES) {
        throw new SdpException(number, "there are more than " + MAX_LINES + " lines");
      }
      int newline = text.indexOf('\n', start);
      int next = newline < 0 || newline > end ? end : newline;
      int stop = next > start && text.charAt(next - 1) == '\r' ? next - 1 : next;
      lines.add(line(number, text, start, stop));
      start = next + 1;
    }
    return lines;
  }

  /** The length without the empty lines at the end. */
  private static int contentLength(String text) {
    int length = text.length();
    while (length > 0 && (text.charAt(length - 1) == '\n' || text.charAt(length - 1) == '\r')) {
      length--;
    }
    return length;
  }

  private static Line line(int number, String text, int start, int stop) throws SdpException {
    if (stop - start > MAX_LINE_LENGTH) {
      throw new SdpException(number, "it is longer than " + MAX_LINE_LENGTH + " characters");
    }
    if (stop - start < 2 || text.charAt(start + 1) != '=') {
      throw new SdpException(number, "it does not look like \"x=value\"");
    }
    char type = text.charAt(start);
    if (type < 'a' || type > 'z') {
      throw new SdpException(number, "its type is not a lower-case letter");
    }
    for (int i = start; i < stop; i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new SdpException(number, "it contains a control character");
      }
    }
    return new Line(number, type, text.substring(start + 2, stop));
  }
}
