package io.weir.bench.load.media;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Counts the garbage collector's pauses from its notifications. Collectors that work beside the
 * program report their pauses and their cycles by different beans; only pauses count. Any thread.
 */
final class GarbageWatch implements AutoCloseable {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final AtomicLong pauses = new AtomicLong();
  private final AtomicLong pauseNs = new AtomicLong();
  private final AtomicLong longestNs = new AtomicLong();
  private final NotificationListener listener = this::onNotification;
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> !collector.getName().contains("Cycles"))
          .toList();

  GarbageWatch() {
    for (GarbageCollectorMXBean collector : collectors) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
      }
    }
  }

  long pauses() {
    return pauses.get();
  }

  long pauseNs() {
    return pauseNs.get();
  }

  long longestNs() {
    return longestNs.get();
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean collector : collectors) {
      if (collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException ignored) {
          // Then it is gone already.
        }
      }
    }
  }

  private void onNotification(Notification notification, Object handback) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      long ns =
          GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration() * NANOS_PER_MILLI;
      pauses.incrementAndGet();
      pauseNs.addAndGet(ns);
      longestNs.accumulateAndGet(ns, Math::max);
    }
  }
}
