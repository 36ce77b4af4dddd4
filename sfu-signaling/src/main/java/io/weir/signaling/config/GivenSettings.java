package io.weir.signaling.config;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator set, by setting: the environment's values before those of the YAML file. Reads
 * values of the common kinds, and names the culprit where it cannot.
 */
final class GivenSettings {

  private static final String PREFIX = "WEIR_";
  private static final int MAX_PORT = 65_535;

  private final Map<Setting, GivenValue> values = new EnumMap<>(Setting.class);

  private GivenSettings() {}

  /**
   * Collects all values.
   *
   * @param configFile the YAML file; null takes {@code WEIR_CONFIG}'s, if any
   */
  static GivenSettings of(Map<String, String> environment, @Nullable Path configFile)
      throws SettingsException {
    GivenSettings given = new GivenSettings();
    Map<Setting, GivenValue> variables = variables(environment);
    Path file = configFile == null ? path(variables.get(Setting.WEIR_CONFIG)) : configFile;
    if (file != null) {
      given.addAll(YamlSettings.read(file));
    }
    given.addAll(variables);
    return given;
  }

  /** Nothing was set: all defaults. */
  static GivenSettings none() {
    return new GivenSettings();
  }

  private static Map<Setting, GivenValue> variables(Map<String, String> environment)
      throws SettingsException {
    Map<Setting, GivenValue> variables = new EnumMap<>(Setting.class);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX)) {
        variables.put(byName(name), GivenValue.text(name, variable.getValue()));
      }
    }
    return variables;
  }

  private static Setting byName(String name) throws SettingsException {
    for (Setting setting : Setting.values()) {
      if (setting.name().equals(name)) {
        return setting;
      }
    }
    throw new SettingsException("There is no setting " + name + "; see --help.");
  }

  private static @Nullable Path path(@Nullable GivenValue value) throws SettingsException {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return Path.of(value.text());
    } catch (InvalidPathException e) {
      throw new SettingsException(value.name() + " must be the path of a file.");
    }
  }

  private void addAll(Map<Setting, GivenValue> more) {
    more.forEach((setting, value) -> {
      if (!value.isEmpty()) {
        values.put(setting, value);
      }
    });
  }

  /** The value that was set, if any. */
  Optional<GivenValue> value(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** How error messages name a setting: with file and line where it stands in the file. */
  String name(Setting setting) {
    GivenValue value = values.get(setting);
    return value == null ? setting.name() : value.name();
  }

  String text(Setting setting, String fallback) {
    GivenValue value = values.get(setting);
    return value == null ? fallback : value.text();
  }

  List<String> list(Setting setting) throws SettingsException {
    GivenValue value = values.get(setting);
    return value == null ? List.of() : value.entries();
  }

  int integer(Setting setting, int fallback, int min, int max) throws SettingsException {
    return integer(setting, fallback, min, max, "");
  }

  private int integer(Setting setting, int fallback, int min, int max, String otherwise)
      throws SettingsException {
    String text = text(setting, Integer.toString(fallback));
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new SettingsException(
        "%s must be a number from %d to %d%s, not '%s'."
            .formatted(name(setting), min, max, otherwise, text));
  }

  /** A number whose default is the one that {@link Setting} tells. */
  int integer(Setting setting, int min, int max) throws SettingsException {
    return integer(setting, Integer.parseInt(setting.defaultText()), min, max);
  }

  /** The same, or 0 for no limit. */
  int integerOrZero(Setting setting, int min, int max) throws SettingsException {
    if (text(setting, setting.defaultText()).equals("0")) {
      return 0;
    }
    int fallback = Integer.parseInt(setting.defaultText());
    return integer(setting, fallback, min, max, ", or 0 for no limit");
  }

  int port(Setting setting) throws SettingsException {
    return integer(setting, 0, MAX_PORT);
  }

  boolean bool(Setting setting) throws SettingsException {
    return oneOf(setting, List.of("true", "false")).equals("true");
  }

  /** One of a few words; the default is the one that {@link Setting} tells. */
  String oneOf(Setting setting, Collection<String> words) throws SettingsException {
    String text = text(setting, setting.defaultText());
    if (!words.contains(text)) {
      throw new SettingsException(
          name(setting) + " must be " + String.join(" or ", words) + ", not '" + text + "'.");
    }
    return text;
  }

  /** IP addresses. */
  List<String> addresses(Setting setting) throws SettingsException {
    List<String> addresses = list(setting);
    for (String address : addresses) {
      if (IpAddress.parse(address) == null) {
        throw new SettingsException(
            name(setting) + " must be IP addresses separated by commas, not '" + address + "'.");
      }
    }
    return addresses;
  }

  /** Whether one of these addresses is the wildcard. */
  static boolean hasWildcard(List<String> addresses) {
    for (String text : addresses) {
      InetAddress address = IpAddress.parse(text);
      if (address != null && address.isAnyLocalAddress()) {
        return true;
      }
    }
    return false;
  }
}
