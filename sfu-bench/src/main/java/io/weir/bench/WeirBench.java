package io.weir.bench;

import io.weir.bench.load.LoadCommand;
import java.util.Arrays;

/** The jar's entry point: {@code load …} is the load tester, anything else {@link Main}'s. */
public final class WeirBench {

  private WeirBench() {}

  /** Hands the arguments to the command that they name. */
  public static void main(String[] arguments) throws Exception {
    String command = arguments.length == 0 ? "" : arguments[0];
    String[] rest =
        arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
    switch (command) {
      case "load" -> LoadCommand.main(rest);
      case "jmh" -> Main.main(rest);
      default -> Main.main(arguments);
    }
  }
}
