package io.weir.core.testkit.netsim;

import io.weir.core.testkit.ConditionsText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param changes what holds from the beginning
 * @param timed what changes later
 * @param seed what accidents follow from
 * @param net first three bytes of both ends' addresses
 * @param near namespace of the near end; empty for the present one
 * @param far namespace of the far end; empty for a new one
 * @param control file from which lines are read while it runs
 * @param command what runs at the far end; empty for nothing
 */
record NetsimOptions(
    List<Change> changes,
    List<Timed> timed,
    long seed,
    String net,
    String near,
    String far,
    Optional<String> control,
    List<String> command) {

  static final String HELP =
      """
      Usage: deploy/netsim [options] [-- COMMAND [ARGUMENT...]]
      Makes a network namespace behind a bad network and runs a command in it, as root. The machine itself is the
      near end (10.203.0.1), the namespace the far one (10.203.0.2); "down" goes to the far end. Without a command it
      stays until Ctrl-C.
        --down CONDITIONS   what the network does to packets to the far end
        --up CONDITIONS     ... and from there
        --both CONDITIONS   ... and both
        --at TIME CHANGE    changes something later, such as: --at 20s 'down rate=400k' (as often as wanted)
        --control FILE      makes this FIFO and takes changes from it, a line each: down rate=400k
                            (without a command standard input takes them, too); "statistics" prints them
        --seed N            the same accidents again, as far as real time lets them (1)
        --net A.B.C         other addresses than 10.203.0
        --near NAMESPACE    the near end is this namespace, which there is already
        --far NAMESPACE     the far end is this namespace, which there is already
      Conditions, separated by commas:
      %s
      A change is up, down or both, and conditions (the others stay), or "download=20s": a download of that duration
      competes with all else.
      Example: deploy/netsim --down rate=1M,delay=50ms,loss=2%% --up delay=50ms -- chromium --no-sandbox
      """
          .formatted(ConditionsText.HELP.indent(2).stripTrailing());

  /** A change and when, in nanoseconds since the beginning. */
  record Timed(long atNs, Change change) {}

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is wrong; the message is for people
   */
  static NetsimOptions parse(String... arguments) {
    ArrayDeque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
    List<Change> changes = new ArrayList<>();
    List<Timed> timed = new ArrayList<>();
    long seed = 1;
    String net = "10.203.0";
    String near = "";
    String far = "";
    Optional<String> control = Optional.empty();
    while (!left.isEmpty()) {
      String option = left.remove();
      switch (option) {
        case "--" -> {
          List<String> command = List.copyOf(left);
          return new NetsimOptions(changes, timed, seed, net, near, far, control, command);
        }
        case "--down", "--up", "--both" ->
            changes.add(Change.parse(option.substring(2) + " " + value(option, left)));
        case "--at" -> {
          long atNs = ConditionsText.nanos(value(option, left));
          timed.add(new Timed(atNs, Change.parse(value(option, left))));
        }
        case "--control" -> control = Optional.of(value(option, left));
        case "--seed" -> seed = number(value(option, left));
        case "--net" -> net = net(value(option, left));
        case "--near" -> near = value(option, left);
        case "--far" -> far = value(option, left);
        default ->
            throw new IllegalArgumentException(
                "There is no option \"" + option + "\"; a command comes after --.");
      }
    }
    return new NetsimOptions(changes, timed, seed, net, near, far, control, List.of());
  }

  private static String value(String option, ArrayDeque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " takes a value.");
    }
    return left.remove();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" should be a whole number.", e);
    }
  }

  private static String net(String text) {
    if (!text.matches("[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
      throw new IllegalArgumentException("\"" + text + "\" should be like 10.203.0.");
    }
    return text;
  }
}
