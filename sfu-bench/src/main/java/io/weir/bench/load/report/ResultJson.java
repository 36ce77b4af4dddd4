package io.weir.bench.load.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results as JSON; docs/load.md describes the layout. Any thread. */
public final class ResultJson {

  private static final String FORMAT = "weir-load";

  /** Grows when a reader of the one before would misunderstand. */
  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultJson() {}

  /** The result as text. */
  public static String write(LoadResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION);
    write(root, result);
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always writable", e);
    }
  }

  private static void write(ObjectNode root, LoadResult result) {
    root.put("name", result.name()).put("target", result.target());
    root.put("tester", result.tester()).put("startedAt", result.startedAt().toString());
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("valid", result.verdict().isValid());
    result.verdict().invalid().forEach(verdict.putArray("invalid")::add);
    result.verdict().notes().forEach(verdict.putArray("notes")::add);
    ObjectNode srtp = root.putObject("srtp");
    srtp.put("testerEngine", result.srtp().testerEngine());
    srtp.put("serverEngine", result.srtp().serverEngine());
    new TreeMap<>(result.srtp().profiles()).forEach(srtp.putObject("profiles")::put);
    ObjectNode settings = root.putObject("settings");
    new TreeMap<>(result.settings()).forEach(settings::put);
    ObjectNode measures = root.putObject("measures");
    Measure.values()
        .forEach(
            measure -> measure.of(result).ifPresent(value -> measures.put(measure.name(), value)));
    writeFigures(root.putObject("figures"), result.figures());
    ObjectNode timings = root.putObject("timings");
    result
        .timings()
        .forEach((timing, distribution) -> timings.put(timing.key(), distribution.encoded()));
    ArrayNode failures = root.putArray("failures");
    for (Failure failure : result.failures()) {
      failures
          .addObject()
          .put("step", failure.step())
          .put("cause", failure.cause())
          .put("count", failure.count());
    }
    ArrayNode intervals = root.putArray("intervals");
    result.intervals().forEach(interval -> write(intervals.addObject(), interval));
    ArrayNode stages = root.putArray("stages");
    for (Stage stage : result.stages()) {
      ObjectNode written = stages.addObject();
      written.put("holds", stage.holds());
      stage.met().forEach(written.putArray("met")::add);
      write(written.putObject("result"), stage.result());
    }
  }

  private static void write(ObjectNode out, Interval interval) {
    out.put("epochSecond", interval.epochSecond()).put("measured", interval.measured());
    writeFigures(out.putObject("figures"), interval.figures());
    out.put("delay", interval.delay().encoded());
  }

  private static void writeFigures(ObjectNode out, Map<Figure, Long> figures) {
    new TreeMap<>(figures).forEach((figure, value) -> out.put(figure.key(), value));
  }

  /** The result in a file. */
  public static LoadResult read(Path file) throws ResultException {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new ResultException("The result " + file + " cannot be read: " + e + ".");
    } catch (ResultException e) {
      throw new ResultException(file + ": " + e.getMessage());
    }
  }

  static LoadResult parse(String text) throws ResultException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ResultException("This is not JSON: " + e.getOriginalMessage() + ".");
    }
    if (root == null || !root.path("format").asText().equals(FORMAT)) {
      throw new ResultException("This is no result of the load tester.");
    }
    if (root.path("version").asInt() != VERSION) {
      throw new ResultException(
          "The result has version "
              + root.path("version").asText()
              + " of the layout; this tester reads version "
              + VERSION
              + ".");
    }
    return result(root);
  }

  private static LoadResult result(JsonNode root) throws ResultException {
    return new LoadResult(
        root.path("name").asText(),
        root.path("target").asText(),
        root.path("tester").asText(),
        instant(root.path("startedAt").asText()),
        texts(root.path("settings")),
        figures(root.path("figures")),
        timings(root.path("timings")),
        failures(root.path("failures")),
        intervals(root.path("intervals")),
        new Verdict(
            strings(root.path("verdict").path("invalid")),
            strings(root.path("verdict").path("notes"))),
        srtp(root.path("srtp")),
        stages(root.path("stages")));
  }

  private static List<Stage> stages(JsonNode node) throws ResultException {
    List<Stage> stages = new ArrayList<>();
    for (JsonNode item : node) {
      stages.add(new Stage(result(item.path("result")), strings(item.path("met"))));
    }
    return stages;
  }

  private static Srtp srtp(JsonNode node) {
    Map<String, Long> profiles = new TreeMap<>();
    node.path("profiles")
        .properties()
        .forEach(field -> profiles.put(field.getKey(), field.getValue().asLong()));
    return new Srtp(
        profiles, node.path("testerEngine").asText(), node.path("serverEngine").asText());
  }

  private static Instant instant(String text) throws ResultException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new ResultException("\"startedAt\" is no time: " + text + ".");
    }
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  /** Those that this version knows; a newer tester may have counted more. */
  private static Map<Figure, Long> figures(JsonNode node) {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    node.properties()
        .forEach(field ->
            Figure.find(field.getKey())
                .ifPresent(figure -> figures.put(figure, field.getValue().asLong())));
    return figures;
  }

  private static Map<Timing, Distribution> timings(JsonNode node) throws ResultException {
    Map<Timing, Distribution> timings = new EnumMap<>(Timing.class);
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Timing timing = Timing.find(field.getKey()).orElse(null);
      if (timing != null) {
        timings.put(timing, Distribution.decode(field.getValue().asText()));
      }
    }
    return timings;
  }

  private static List<Failure> failures(JsonNode node) {
    List<Failure> failures = new ArrayList<>();
    for (JsonNode item : node) {
      failures.add(
          new Failure(
              item.path("step").asText(),
              item.path("cause").asText(),
              item.path("count").asLong()));
    }
    return failures;
  }

  private static List<Interval> intervals(JsonNode node) throws ResultException {
    List<Interval> intervals = new ArrayList<>();
    for (JsonNode item : node) {
      intervals.add(
          new Interval(
              item.path("epochSecond").asLong(),
              item.path("measured").asBoolean(),
              figures(item.path("figures")),
              Distribution.decode(item.path("delay").asText())));
    }
    return intervals;
  }

  private static List<String> strings(JsonNode node) {
    List<String> strings = new ArrayList<>();
    node.forEach(item -> strings.add(item.asText()));
    return strings;
  }
}
