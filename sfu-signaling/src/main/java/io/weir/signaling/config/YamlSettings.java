package io.weir.signaling.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a YAML file of settings: sections of keys. A key without a value is as good as none; one
 * that is unknown, written twice or of the wrong shape is refused with file and line. Error
 * messages never quote a value, which may be a secret.
 */
final class YamlSettings {

  private static final YAMLFactory YAML = new YAMLFactory();
  private static final ObjectMapper TREES =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private final Path file;
  private final YAMLParser parser;
  private final Map<Setting, GivenValue> values = new EnumMap<>(Setting.class);
  private final Set<String> seen = new HashSet<>();

  private YamlSettings(Path file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** The settings that a file holds. */
  static Map<Setting, GivenValue> read(Path file) throws SettingsException {
    try (YAMLParser parser = YAML.createParser(Files.readString(file))) {
      parser.setCodec(TREES);
      return new YamlSettings(file, parser).read();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new SettingsException(
          file + (line > 0 ? ", line " + line : "") + ": this is not valid YAML.");
    } catch (NoSuchFileException e) {
      throw new SettingsException("The configuration file " + file + " does not exist.");
    } catch (IOException e) {
      throw new SettingsException(
          "The configuration file "
              + file
              + " cannot be read: it must be UTF-8 text that this user"
              + " may read.");
    }
  }

  private Map<Setting, GivenValue> read() throws IOException, SettingsException {
    JsonToken root = parser.nextToken();
    if (root == JsonToken.START_OBJECT) {
      readSection("");
    } else if (root != null && !isNothing(root)) {
      throw wrong("the file must hold sections such as 'http:'");
    }
    if (root != null && parser.nextToken() != null) {
      throw wrong("the file must hold one document only");
    }
    return values;
  }

  private void readSection(String prefix) throws IOException, SettingsException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      refuseTwice(key);
      Setting setting = Setting.byKey(key);
      if (setting == null && !isSection(key)) {
        throw wrong("there is no setting '" + key + "', only " + known(prefix));
      }
      JsonToken token = parser.nextToken();
      if (isNothing(token)) {
        continue;
      }
      if (setting != null) {
        values.put(setting, readValue(setting));
      } else if (token == JsonToken.START_OBJECT) {
        readSection(key + ".");
      } else {
        throw wrong(key + " must hold settings: " + known(key + "."));
      }
    }
  }

  /** A key without a value reads as null or as the empty text. */
  private boolean isNothing(JsonToken token) throws IOException {
    return token == JsonToken.VALUE_NULL
        || (token == JsonToken.VALUE_STRING && parser.getText().isEmpty());
  }

  private GivenValue readValue(Setting setting) throws IOException, SettingsException {
    String name = file + ", line " + line() + ": " + setting.key();
    if (parser.currentToken().isScalarValue()) {
      return GivenValue.text(name, scalar(setting));
    }
    boolean sequence = parser.currentToken() == JsonToken.START_ARRAY;
    return switch (setting.form()) {
      case LIST -> {
        if (!sequence) {
          throw wrong(setting.key() + " must be one value or a list of them");
        }
        yield new GivenValue(name, "", readList(setting));
      }
      case PAIRS -> {
        if (sequence) {
          throw wrong(setting.key() + " must be a mapping of ids to secrets");
        }
        yield new GivenValue(name, "", readPairs(setting));
      }
      case JSON -> GivenValue.text(name, parser.readValueAsTree().toString());
      case SCALAR -> throw wrong(setting.key() + " must be one value");
    };
  }

  private List<String> readList(Setting setting) throws IOException, SettingsException {
    List<String> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw wrong(setting.key() + " must be a list of single values");
      }
      entries.add(scalar(setting));
    }
    return entries;
  }

  private List<String> readPairs(Setting setting) throws IOException, SettingsException {
    List<String> entries = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String id = parser.currentName();
      refuseTwice(setting.key() + "." + id);
      if (parser.nextToken() != JsonToken.VALUE_STRING || id.indexOf(':') >= 0) {
        throw wrong(setting.key() + " must map ids without a colon to secrets in quotes");
      }
      entries.add(id + ":" + scalar(setting));
    }
    return entries;
  }

  private String scalar(Setting setting) throws IOException, SettingsException {
    if (parser.isCurrentAlias()) {
      throw wrong(setting.key() + " must be written out: aliases are not understood");
    }
    return parser.getText();
  }

  private void refuseTwice(String key) throws SettingsException {
    if (!seen.add(key)) {
      throw wrong(key + " is written twice");
    }
  }

  private static boolean isSection(String key) {
    return Arrays.stream(Setting.values()).anyMatch(setting -> setting.key().startsWith(key + "."));
  }

  /** The names that may stand in a section. */
  private static String known(String prefix) {
    return String.join(
        ", ",
        Arrays.stream(Setting.values())
            .map(Setting::key)
            .filter(key -> !key.isEmpty() && key.startsWith(prefix))
            .map(key -> firstName(key.substring(prefix.length())))
            .distinct()
            .toList());
  }

  private static String firstName(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private SettingsException wrong(String what) {
    return new SettingsException(file + ", line " + line() + ": " + what + ".");
  }
}
