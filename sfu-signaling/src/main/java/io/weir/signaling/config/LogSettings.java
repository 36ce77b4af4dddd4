package io.weir.signaling.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to log.
 *
 * @param json one JSON object per line, instead of text for people
 * @param level of everything that has no level of its own
 * @param levels by logger
 */
public record LogSettings(boolean json, String level, Map<String, String> levels) {

  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  public LogSettings {
    levels = Map.copyOf(levels);
  }

  static LogSettings read(GivenSettings given) throws SettingsException {
    boolean json = given.oneOf(Setting.WEIR_LOG_FORMAT, List.of("text", "json")).equals("json");
    String level = Setting.WEIR_LOG_LEVEL.defaultText();
    Map<String, String> levels = new LinkedHashMap<>();
    for (String entry : given.list(Setting.WEIR_LOG_LEVEL)) {
      int equals = entry.indexOf('=');
      String value = entry.substring(equals + 1);
      if (!LEVELS.contains(value) || equals == 0) {
        throw new SettingsException(
            given.name(Setting.WEIR_LOG_LEVEL)
                + " must be one of "
                + String.join(", ", LEVELS)
                + ", or logger=level, not '"
                + entry
                + "'.");
      }
      if (equals < 0) {
        level = value;
      } else {
        levels.put(entry.substring(0, equals), value);
      }
    }
    return new LogSettings(json, level, levels);
  }
}
