package io.weir.signaling.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer tells of pictures that stood still, slot by slot, held to what can be true.
 * Signaling's event loop only.
 *
 * <p>Browsers count from the beginning of a connection. A count that falls is that of a new one.
 */
public final class FreezeReports {

  /** What browsers call a freeze is at least 150 ms longer than a picture usually lasts. */
  private static final long SHORTEST_MS = 150;

  /** Reports are late by less. */
  private static final long SLACK_MS = 1_000;

  private final Map<String, Report> bySlot = new HashMap<>();
  private final long sinceMs;

  /** What the browser told last, and what was believed in all. */
  private record Report(Freezes told, Freezes believed) {}

  /** Nothing was told yet by somebody who joined then. */
  FreezeReports(long sinceMs) {
    this.sinceMs = sinceMs;
  }

  /**
   * A slot's counts came.
   *
   * @return by how much they grew, as far as the time since joining allows
   */
  Freezes add(String mid, Freezes told, long nowMs) {
    Report last = bySlot.getOrDefault(mid, new Report(Freezes.NONE, Freezes.NONE));
    Freezes believed = last.believed();
    long mostMs = Math.max(0, nowMs - sinceMs) + SLACK_MS;
    Freezes grown =
        new Freezes(
            growth(last.told().count(), told.count(), mostMs / SHORTEST_MS - believed.count()),
            growth(
                last.told().milliseconds(), told.milliseconds(), mostMs - believed.milliseconds()));
    bySlot.put(mid, new Report(told, believed.plus(grown)));
    return grown;
  }

  private static long growth(long before, long now, long most) {
    return Math.clamp(now < before ? now : now - before, 0, Math.max(0, most));
  }

  /** What is believed of a slot; null when nothing was told. */
  public @Nullable Freezes of(String mid) {
    Report report = bySlot.get(mid);
    return report == null ? null : report.believed();
  }

  /** Forgets all other slots. */
  void retain(Set<String> mids) {
    bySlot.keySet().retainAll(mids);
  }
}
