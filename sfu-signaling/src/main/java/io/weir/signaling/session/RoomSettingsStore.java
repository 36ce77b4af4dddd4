package io.weir.signaling.session;

import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was set for rooms by name, whether anybody is in them or not; forgotten when the server
 * ends. Signaling's event loop only.
 */
final class RoomSettingsStore {

  /** Enough for every room of a large server; keeps a faulty script from filling memory. */
  static final int MAX_ROOMS = 10_000;

  private final Map<String, RoomSettings> settings = new LinkedHashMap<>();

  /** What was set for a room. */
  RoomSettings get(String room) {
    return settings.getOrDefault(room, RoomSettings.NONE);
  }

  /** Every room for which something is set. */
  Map<String, RoomSettings> all() {
    return Collections.unmodifiableMap(settings);
  }

  /** Sets, or with {@link RoomSettings#NONE} forgets. */
  void put(String room, RoomSettings next) throws RequestException {
    if (next.equals(RoomSettings.NONE)) {
      settings.remove(room);
      return;
    }
    if (settings.size() >= MAX_ROOMS && !settings.containsKey(room)) {
      throw new RequestException(
          ErrorCode.FULL,
          "Settings of " + MAX_ROOMS + " rooms are held already; delete those no longer needed.");
    }
    settings.put(room, next);
  }
}
