package io.weir.signaling;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Keeps ZGC's heap near what is in it. Left to itself ZGC lets garbage fill the heap to its limit,
 * a quarter of the machine, before it collects; here each collection sets the size under which the
 * heap is to stay ({@code SoftMaxHeapSize}) to half more than it left. While collections follow
 * each other quickly because garbage fills the room, as in a storm of joins, the room doubles with
 * each, because collecting takes processor time from media; it shrinks again when there is time
 * between them. Any thread.
 */
final class HeapGuide {
  private static final long MIB = 1 << 20;

  /** Room for bursts of garbage, however little is in use. */
  static final long LEAST_ROOM = 96 * MIB;

  /** Room in a storm. */
  static final long MOST_ROOM = 4 * LEAST_ROOM;

  /** Collections closer than this are too many. */
  private static final long QUICK_MS = 1_000;

  /** A process that is younger is starting, which makes garbage for once. */
  static final long START_MS = 10_000;

  /** Collections further apart than this show that the storm is over. */
  private static final long SLOW_MS = 10_000;

  private static final String OPTION = "SoftMaxHeapSize";

  /** Why ZGC collects when there is too little room (zDriver.cpp and zDirector.cpp of JDK 25). */
  private static final Set<String> FULL =
      Set.of("Allocation Rate", "High Usage", "Allocation Stall");

  private final HotSpotDiagnosticMXBean vm;
  private final long max = Runtime.getRuntime().maxMemory();
  private long present = max;
  private long room = LEAST_ROOM;
  private long lastEndMs;

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
    guide.take(0, LEAST_ROOM);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (isOfWholeCollections(collector.getName())
          && collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener((news, none) -> guide.handle(news), null, null);
      }
    }
  }

  /** ZGC has further beans for the pauses, several of which each collection makes. */
  static boolean isOfWholeCollections(String collector) {
    return collector.endsWith("Cycles");
  }

  /** The size to stay under when a collection left so much and so much room for more is wanted. */
  static long softLimit(long usedBytes, long room, long maxBytes) {
    return Math.min(usedBytes + Math.max(usedBytes / 2, room), maxBytes);
  }

  /** The room to leave after a collection, if there was so much and the one before then ended. */
  static long nextRoom(long room, long lastEndMs, long startMs, String cause) {
    long sinceLastMs = startMs - lastEndMs;
    // A major collection that began before the last minor one ended tells nothing new.
    boolean following = sinceLastMs >= 0 && startMs >= START_MS && FULL.contains(cause);
    if (following && sinceLastMs < QUICK_MS) {
      return Math.min(2 * room, MOST_ROOM);
    }
    return sinceLastMs > SLOW_MS ? Math.max(room / 2, LEAST_ROOM) : room;
  }

  private void handle(Notification news) {
    if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(news.getType())) {
      GarbageCollectionNotificationInfo told =
          GarbageCollectionNotificationInfo.from((CompositeData) news.getUserData());
      GcInfo collection = told.getGcInfo();
      long used =
          collection.getMemoryUsageAfterGc().entrySet().stream()
              .filter(pool -> pool.getKey().startsWith("ZGC"))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      takeCollection(used, collection.getStartTime(), collection.getEndTime(), told.getGcCause());
    }
  }

  private synchronized void takeCollection(long usedBytes, long startMs, long endMs, String cause) {
    room = nextRoom(room, lastEndMs, startMs, cause);
    lastEndMs = endMs;
    take(usedBytes, room);
  }

  private synchronized void take(long usedBytes, long wanted) {
    long next = softLimit(usedBytes, wanted, max) / MIB * MIB;
    if (next != present) {
      present = next;
      vm.setVMOption(OPTION, Long.toString(next));
    }
  }
}
