package io.weir.signaling;

import io.weir.signaling.config.Setting;
import io.weir.signaling.config.Settings;
import io.weir.signaling.config.SettingsException;
import io.weir.signaling.config.SettingsReader;
import io.weir.signaling.session.MediaPlaneFactory;
import io.weir.signaling.session.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code weir}: starts one server and runs it until SIGTERM or Ctrl-C. Exit codes: 0
 * after a signal, 1 when the server cannot start, 2 for a setting or option that is wrong.
 */
@Command(
    name = "weir",
    description = "A WebRTC selective forwarding unit.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
public final class Main implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED_TO_START = 1;
  private static final int NOT_HEALTHY = 1;
  private static final int WRONG_SETTING = 2;

  /** RFC 7518 §3.2: a key of HS256 has 256 bits or more. */
  private static final int SHORTEST_GOOD_SECRET = 32;

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us.
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings; the environment overrides it")
  private @Nullable Path configFile;

  @Option(
      names = "--health",
      description = "Start nothing; exit with 0 if the server with these settings lives, else 1")
  private boolean health;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Main());
    command.getCommandSpec().usageMessage().footer(settingsHelp());
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch signalled = new CountDownLatch(1);
    try {
      Settings settings = SettingsReader.read(System.getenv(), configFile);
      if (health) {
        return HealthCheck.succeeds(settings) ? CommandLine.ExitCode.OK : NOT_HEALTHY;
      }
      Logging.configure(settings.log());
      HeapGuide.start();
      warnOfShortSecrets(settings);
      try (SignalingServer server = start(settings)) {
        Signals.onTermination(signalled::countDown);
        announce(out, settings, server);
        signalled.await();
        server.drain(settings.drainTime());
        LOG.info("Closing");
      }
      return CommandLine.ExitCode.OK;
    } catch (SettingsException e) {
      err.println("weir: " + e.getMessage());
      return WRONG_SETTING;
    } catch (IOException e) {
      err.println("weir: " + sentence(e));
      return FAILED_TO_START;
    }
  }

  private static void warnOfShortSecrets(Settings settings) {
    settings
        .apiKeys()
        .forEach((id, secret) -> {
          if (secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_GOOD_SECRET) {
            LOG.warn(
                "The secret of API key {} has less than {} bytes and could be guessed: make it"
                    + " longer (RFC 7518 section 3.2)",
                id,
                SHORTEST_GOOD_SECRET);
          }
        });
  }

  private static SignalingServer start(Settings settings) throws IOException {
    MediaPlaneFactory media = events -> CoreMediaPlane.start(settings, events);
    return SignalingServer.start(settings, media, Timing.STANDARD);
  }

  private static void announce(PrintWriter out, Settings settings, SignalingServer server) {
    String host = settings.httpHost();
    out.println(server.media().description());
    out.println(
        "Weir is ready: "
            + (settings.tls() == null ? "http" : "https")
            + "://"
            + (host.indexOf(':') < 0 ? host : "[" + host + "]")
            + ":"
            + server.httpPort()
            + "/");
    out.flush();
  }

  private static String sentence(IOException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof BindException) {
        return "A port cannot be used: "
            + e.getMessage()
            + "; see WEIR_HTTP_PORT, WEIR_MEDIA_PORT.";
      }
    }
    return "The server cannot start: " + failure.getMessage() + ".";
  }

  private static String[] settingsHelp() {
    Setting[] settings = Setting.values();
    String[] lines = new String[settings.length * 2 + 1];
    lines[0] = "%nSettings, from the environment or the YAML file:";
    for (int i = 0; i < settings.length; i++) {
      String key = settings[i].key();
      lines[2 * i + 1] =
          "  "
              + settings[i]
              + (key.isEmpty() ? "" : ", " + key)
              + " (default: "
              + settings[i].defaultText()
              + ")";
      lines[2 * i + 2] = "      " + settings[i].meaning();
    }
    return lines;
  }

  /** Tells the version that the build wrote into the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"Weir " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
