package io.weir.core.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Adds up what a thread allocates while the code under test runs, without what the test kit does
 * meanwhile. One thread.
 */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long bytes;
  private long beforeBytes;
  private boolean running;

  /**
   * The code under test runs from now on.
   *
   * @param measured false to leave it as it is
   */
  void resume(boolean measured) {
    if (measured) {
      beforeBytes = THREADS.getCurrentThreadAllocatedBytes();
      running = true;
    }
  }

  /** It does no more for now; false if it did not anyhow. */
  boolean pause() {
    boolean before = running;
    if (before) {
      bytes += THREADS.getCurrentThreadAllocatedBytes() - beforeBytes;
      running = false;
    }
    return before;
  }

  /** What it has allocated so far. */
  long bytes() {
    return bytes;
  }
}
