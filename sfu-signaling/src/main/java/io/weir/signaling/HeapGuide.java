package io.weir.signaling;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Keeps ZGC's heap near what is in it. Left to itself ZGC lets garbage fill the heap to its limit,
 * a quarter of the machine, before it collects; here each collection sets the size under which the
 * heap is to stay ({@code SoftMaxHeapSize}) to half more than it left. The limit itself stays, so
 * that a storm of joins finds room. Any thread.
 */
final class HeapGuide {
  private static final long MIB = 1 << 20;

  /** Room for bursts of garbage, however little is in use. */
  static final long LEAST_ROOM = 96 * MIB;

  private static final String OPTION = "SoftMaxHeapSize";

  private final HotSpotDiagnosticMXBean vm;
  private final long max = Runtime.getRuntime().maxMemory();
  private long present = max;

  private HeapGuide(HotSpotDiagnosticMXBean vm) {
    this.vm = vm;
  }

  /** Guides this process's heap from now on, if ZGC runs it and nobody set the size by hand. */
  static void start() {
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (!Boolean.parseBoolean(vm.getVMOption("UseZGC").getValue())
        || vm.getVMOption(OPTION).getOrigin() == VMOption.Origin.VM_CREATION) {
      return;
    }
    HeapGuide guide = new HeapGuide(vm);
    guide.take(0);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener((news, none) -> guide.handle(news), null, null);
      }
    }
  }

  /** The size to stay under when a collection left so much. */
  static long softLimit(long usedBytes, long maxBytes) {
    return Math.min(usedBytes + Math.max(usedBytes / 2, LEAST_ROOM), maxBytes);
  }

  private void handle(Notification news) {
    if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(news.getType())) {
      Map<String, MemoryUsage> after =
          GarbageCollectionNotificationInfo.from((CompositeData) news.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc();
      take(
          after.entrySet().stream()
              .filter(pool -> pool.getKey().startsWith("ZGC"))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum());
    }
  }

  private synchronized void take(long usedBytes) {
    long next = softLimit(usedBytes, max) / MIB * MIB;
    if (next != present) {
      present = next;
      vm.setVMOption(OPTION, Long.toString(next));
    }
  }
}
