package io.weir.bench.load.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads settings from a YAML file; {@code preset} names what it starts from. */
public final class ScenarioFile {

  private static final String PRESET = "preset";
  private static final YAMLMapper YAML = new YAMLMapper();

  private ScenarioFile() {}

  /** The settings that a file gives. */
  public static Map<LoadSetting, String> read(Path file) throws SettingException {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new SettingException("The scenario file " + file + " cannot be read: " + e + ".");
    } catch (SettingException e) {
      throw new SettingException(file + ": " + e.getMessage());
    }
  }

  /** The settings that a text gives. */
  static Map<LoadSetting, String> parse(String yaml) throws SettingException {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new SettingException("This is not YAML: " + e.getOriginalMessage() + ".");
    }
    Map<LoadSetting, String> settings = new EnumMap<>(LoadSetting.class);
    if (root == null || root.isMissingNode() || root.isNull()) {
      return settings;
    }
    if (!root.isObject()) {
      throw new SettingException("A scenario is a map of settings.");
    }
    JsonNode preset = root.get(PRESET);
    if (preset != null) {
      settings.putAll(Scenario.settingsOf(preset(preset.asText())));
    }
    gather("", root, settings);
    return settings;
  }

  private static Preset preset(String word) throws SettingException {
    Optional<Preset> preset = Preset.find(word);
    if (preset.isEmpty()) {
      throw new SettingException(
          "There is no preset \""
              + word
              + "\"; there are "
              + Arrays.stream(Preset.values()).map(Preset::word).collect(Collectors.joining(", "))
              + ".");
    }
    return preset.get();
  }

  private static void gather(String prefix, JsonNode node, Map<LoadSetting, String> settings)
      throws SettingException {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        gather(key + ".", value, settings);
      } else if (value.isValueNode() && !value.isNull()) {
        put(key, value.asText(), settings);
      } else {
        throw new SettingException("The setting " + key + " has no single value.");
      }
    }
  }

  private static void put(String key, String value, Map<LoadSetting, String> settings)
      throws SettingException {
    if (key.equals(PRESET)) {
      return;
    }
    LoadSetting setting =
        LoadSetting.find(key)
            .orElseThrow(() ->
                new SettingException(
                    "There is no setting \""
                        + key
                        + "\"; there are "
                        + Arrays.stream(LoadSetting.values())
                            .map(LoadSetting::key)
                            .collect(Collectors.joining(", "))
                        + "."));
    settings.put(setting, value);
  }
}
