package io.weir.core.handshake;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads that leave the cores to media workers: on Linux each lowers its own nice
 * value (there every thread has one, and the JVM ignores Java's priorities). Any thread.
 */
final class BackgroundThreads implements ThreadFactory {
  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;

  /** A third of a busy worker's share: media goes first, and still nobody's join starves. */
  private static final int NICE = 5;

  private static final Optional<MethodHandle> SET_PRIORITY = findSetPriority();

  private final String name;
  private final AtomicInteger count = new AtomicInteger();

  BackgroundThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    return Thread.ofPlatform()
        .name(name + "-" + count.getAndIncrement())
        .daemon()
        .unstarted(() -> {
          SET_PRIORITY.ifPresent(BackgroundThreads::yieldToWorkers);
          work.run();
        });
  }

  private static void yieldToWorkers(MethodHandle setPriority) {
    try {
      int ignored = (int) setPriority.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE);
    } catch (Throwable impossible) {
      throw new IllegalStateException("setpriority(2) takes three integers", impossible);
    }
  }

  private static Optional<MethodHandle> findSetPriority() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    Optional<MemorySegment> address = linker.defaultLookup().find("setpriority");
    return address.map(function -> linker.downcallHandle(function, signature));
  }
}
