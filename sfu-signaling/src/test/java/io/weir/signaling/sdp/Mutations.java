package io.weir.signaling.sdp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Damages text in ways that peers and attackers might; the same seed does the same damage. */
final class Mutations {

  private static final String PIECES = "0123456789 :;=/-\r\n\0amcov\u00e9*,BUNDLEsendrecv";

  private Mutations() {}

  /** One to four edits of characters. */
  static String ofCharacters(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits && !out.isEmpty(); i++) {
      int at = random.nextInt(out.length());
      char piece = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(4)) {
        case 0 -> out.setCharAt(at, piece);
        case 1 -> out.insert(at, piece);
        case 2 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(20)));
        default -> out.setLength(at);
      }
    }
    return out.toString();
  }

  /** One to four edits of lines: dropped, doubled, exchanged, or their numbers changed. */
  static String ofLines(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\r\n")));
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits && lines.size() > 1; i++) {
      int at = random.nextInt(lines.size());
      int other = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(other, lines.get(at));
        case 2 -> Collections.swap(lines, at, other);
        default ->
            lines.set(
                at, lines.get(at).replaceFirst("\\d+", Integer.toString(random.nextInt(300))));
      }
    }
    return String.join("\r\n", lines) + "\r\n";
  }
}
