package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The table of {@code docs/interop.md}, which the tests hold to what they see; on the test's
 * thread.
 *
 * <p>With {@code -Dinterop.write=true} each test writes its row, else it compares: everything but
 * the client's version must be as written.
 */
final class InteropTable {
  private static final Path PAGE = Path.of("docs", "interop.md");
  private static final String HEADER =
      "| Client | Does | Signaling | Media | Version | Result | Remarks |";
  private static final String RULE = "|---|---|---|---|---|---|---|";

  private InteropTable() {}

  /** Says that a case ran and worked, with what was seen. */
  static void worked(InteropCase ran, String media, String version) {
    String row = ran.row(media, version);
    if (Boolean.getBoolean("interop.write")) {
      write(ran, row);
      return;
    }
    String written =
        rows().stream().filter(line -> line.startsWith(ran.rowStart())).findFirst().orElse("");
    // On a busy machine a client's first check over UDP may come too late for it to wait; Firefox
    // then stays with TCP.
    String usual = row.replace(" over TCP", " over UDP");
    if (!withoutVersion(written).equals(withoutVersion(row))
        && !withoutVersion(written).equals(withoutVersion(usual))) {
      throw new AssertionError(
          """
          docs/interop.md has
            %s
          but the test saw
            %s
          To write anew what the tests see: deploy/test -Dit.test='*E2eTest' -Dinterop.write=true\
          """
              .formatted(written, row));
    }
  }

  /** The same of a browser's page, which tells what flows and how. */
  static void worked(InteropCase ran, BrowserPage page) {
    JsonNode seen = page.evaluate("weirTest.media()");
    List<String> codecs = new ArrayList<>();
    seen.path("codecs").forEach(codec -> codecs.add(codec.asText()));
    String cipher = seen.path("cipher").asText();
    String media =
        String.join(", ", codecs)
            + " over "
            + seen.path("protocol").asText()
            + (cipher.isEmpty() ? "" : ", " + cipher);
    String agent = page.evaluate("navigator.userAgent").asText();
    worked(ran, media, agent.replaceFirst(".*(?:Chrome|Firefox)/([0-9.]+).*", "$1"));
  }

  /** The table's rows, as written. */
  static List<String> rows() {
    List<String> lines = lines();
    int first = lines.indexOf(RULE) + 1;
    return lines.subList(first, first + count(lines, first));
  }

  private static void write(InteropCase ran, String row) {
    List<String> lines = new ArrayList<>(lines());
    int first = lines.indexOf(RULE) + 1;
    List<String> table = lines.subList(first, first + count(lines, first));
    List<String> known = List.copyOf(table);
    table.clear();
    Arrays.stream(InteropCase.values())
        .map(each ->
            each == ran
                ? row
                : known.stream()
                    .filter(line -> line.startsWith(each.rowStart()))
                    .findFirst()
                    .orElse(null))
        .filter(Objects::nonNull)
        .forEach(table::add);
    try {
      Files.write(PAGE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int count(List<String> lines, int first) {
    int count = 0;
    while (first + count < lines.size() && lines.get(first + count).startsWith("|")) {
      count++;
    }
    return count;
  }

  private static List<String> lines() {
    try {
      List<String> lines = Files.readAllLines(PAGE);
      if (!lines.contains(HEADER) || !lines.contains(RULE)) {
        throw new AssertionError(PAGE + " has no table that begins with\n" + HEADER + "\n" + RULE);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Versions differ between machines: the fifth column. */
  private static String withoutVersion(String row) {
    String[] cells = row.split("\\|", -1);
    if (cells.length > 5) {
      cells[5] = "";
    }
    return String.join("|", cells);
  }
}
