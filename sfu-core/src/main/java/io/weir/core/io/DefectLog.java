package io.weir.core.io;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Logs what a worker survived although it should never be thrown: each kind at once, and then once
 * a minute at most, so that a defect in every turn does not fill the disk. One thread only.
 */
final class DefectLog {
  /** A kind is not logged again earlier. */
  static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

  private final BiConsumer<String, Throwable> log;
  private final int worker;
  private final Map<Class<?>, Kind> kinds = new HashMap<>();

  private static final class Kind {
    private long loggedNs;
    private long unlogged;
  }

  /**
   * The log of a worker.
   *
   * @param log takes a sentence and what was thrown
   * @param worker its index
   */
  DefectLog(BiConsumer<String, Throwable> log, int worker) {
    this.log = log;
    this.worker = worker;
  }

  /** A turn ended early. Never throws, even where the VM has no memory left to log with. */
  void turnFailed(Throwable cause, long nowNs) {
    try {
      Kind kind = kinds.get(cause.getClass());
      if (kind != null && nowNs - kind.loggedNs < INTERVAL_NS) {
        kind.unlogged++;
        return;
      }
      log.accept(sentence(cause, kind == null ? 0 : kind.unlogged), cause);
      kind = kinds.computeIfAbsent(cause.getClass(), type -> new Kind());
      kind.loggedNs = nowNs;
      kind.unlogged = 0;
    } catch (Throwable noLog) {
      // Not taken for logged: the next turn that fails tries again.
    }
  }

  private String sentence(Throwable cause, long unlogged) {
    String reason =
        cause instanceof VirtualMachineError
            ? "the Java VM is in trouble, restart Weir soon"
            : "this is a defect of Weir";
    String before = unlogged == 0 ? "" : " (as did " + unlogged + " before it)";
    return "A turn of worker " + worker + " failed" + before + "; " + reason;
  }
}
