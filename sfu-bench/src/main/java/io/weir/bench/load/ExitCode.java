package io.weir.bench.load;

/** What the process's exit code says. */
final class ExitCode {

  /** Measured, and no condition was met. */
  static final int GOOD = 0;

  /** A condition of {@code --fail-if} was met, or {@code compare --fail} found something worse. */
  static final int CONDITION = 1;

  /** Settings or files that cannot be used. */
  static final int USAGE = 2;

  /**
   * The figures are not to be believed: the tester was the bottleneck, or was stopped too early.
   */
  static final int NOT_VALID = 3;

  /** Nothing was measured, because no client joined. */
  static final int NOBODY_JOINED = 4;

  private ExitCode() {}
}
