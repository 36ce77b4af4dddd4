package io.weir.signaling;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.weir.signaling.config.LogSettings;
import org.slf4j.LoggerFactory;

/** Brings Logback, which begins as {@code logback.xml} says, to what the operator set. */
final class Logging {

  private static final String APPENDER = "stderr";

  private Logging() {}

  static void configure(LogSettings settings) {
    // Another binding, as in an application that embeds Weir, is not ours to set up.
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.level()));
    settings
        .levels()
        .forEach((logger, level) -> context.getLogger(logger).setLevel(Level.toLevel(level)));
    if (settings.json()
        && root.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender) {
      appender.stop();
      appender.setEncoder(json(context));
      appender.start();
    }
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.start();
    return encoder;
  }
}
