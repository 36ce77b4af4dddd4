package io.weir.bench.load;

import io.weir.bench.load.scenario.LoadSetting;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Gives a command an option for every setting of a load test. */
final class SettingOptions {

  private SettingOptions() {}

  static void addTo(CommandSpec spec, Map<LoadSetting, String> defaults) {
    for (LoadSetting.Group group : LoadSetting.Group.values()) {
      ArgGroupSpec.Builder options =
          ArgGroupSpec.builder()
              .validate(false)
              .multiplicity("0..1")
              .heading("%n" + group.title() + "%n");
      for (LoadSetting setting : LoadSetting.values()) {
        if (setting.group() == group) {
          options.addArg(option(setting, defaults));
        }
      }
      spec.addArgGroup(options.build());
    }
  }

  private static OptionSpec option(LoadSetting setting, Map<LoadSetting, String> defaults) {
    String otherwise = defaults.getOrDefault(setting, setting.defaultText());
    String meaning =
        setting.meaning() + (otherwise.isEmpty() || setting.isFlag() ? "" : " (" + otherwise + ")");
    OptionSpec.Builder option =
        OptionSpec.builder(setting.option())
            .type(String.class)
            .description(meaning.replace("%", "%%"));
    if (setting.isFlag()) {
      return option.arity("0..1").fallbackValue("true").paramLabel("true|false").build();
    }
    return option.arity("1").paramLabel(setting.label()).build();
  }

  /** The settings that were given. */
  static Map<LoadSetting, String> given(ParseResult parsed) {
    Map<LoadSetting, String> given = new EnumMap<>(LoadSetting.class);
    for (LoadSetting setting : LoadSetting.values()) {
      if (parsed.hasMatchedOption(setting.option())) {
        String value = parsed.matchedOption(setting.option()).getValue();
        given.put(setting, value);
      }
    }
    return given;
  }
}
