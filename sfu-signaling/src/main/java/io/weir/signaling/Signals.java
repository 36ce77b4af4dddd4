package io.weir.signaling;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and Ctrl-C: the first asks the process to end in order, the second ends it at once.
 *
 * <p>A shutdown hook cannot see a second signal, hence {@code sun.misc.Signal} of the supported
 * module {@code jdk.unsupported}; reached by reflection, since its mere mention is a warning that
 * the compiler cannot be told to keep to itself.
 */
final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  /** Exit code of a process that a second signal ended, as shells report SIGINT. */
  private static final int KILLED = 130;

  private Signals() {}

  /** Calls back on the first signal, on a thread of the JVM. */
  static void onTermination(Runnable callback) {
    AtomicBoolean asked = new AtomicBoolean();
    Runnable onSignal =
        () -> {
          if (asked.compareAndSet(false, true)) {
            callback.run();
          } else {
            Runtime.getRuntime().halt(KILLED);
          }
        };
    try {
      handle("TERM", onSignal);
      handle("INT", onSignal);
    } catch (ReflectiveOperationException e) {
      LOG.warn("Signals end this server without a goodbye", e);
    }
  }

  private static void handle(String name, Runnable onSignal) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) -> {
              if (method.getName().equals("handle")) {
                onSignal.run();
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }
}
