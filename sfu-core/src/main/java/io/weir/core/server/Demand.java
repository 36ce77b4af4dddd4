package io.weir.core.server;

import io.weir.core.control.Command.Negotiate;
import io.weir.core.control.MediaKind;

/**
 * What a participant has its worker receive and send, by which workers are compared. Immutable.
 *
 * @param audioSlots how many tracks it can hear at a time
 * @param videoSlots how many tracks it can see at a time
 * @param audioTracks how many it publishes
 * @param videoTracks how many it publishes
 */
record Demand(int audioSlots, int videoSlots, int audioTracks, int videoTracks) {
  /** Of somebody who has not said yet: most come to watch and hear one. */
  static final Demand UNKNOWN = new Demand(1, 1, 0, 0);

  /** Opus in packets of 20 ms. */
  static final int AUDIO_PACKETS = 50;

  /** 1.5 Mbit/s in packets of a little more than 1 kB. */
  static final int VIDEO_PACKETS = 150;

  /** Checks, reports and timers: small, but ten thousand idle ones are not nothing. */
  static final int OWN_PACKETS = 2;

  /** What an offer and its answer agreed on. */
  static Demand of(Negotiate agreed) {
    int audioSlots = 0;
    for (var slot : agreed.slots()) {
      audioSlots += slot.rtp().kind() == MediaKind.AUDIO ? 1 : 0;
    }
    int audioTracks = 0;
    for (var track : agreed.tracks()) {
      audioTracks += track.rtp().kind() == MediaKind.AUDIO ? 1 : 0;
    }
    return new Demand(
        audioSlots,
        agreed.slots().size() - audioSlots,
        audioTracks,
        agreed.tracks().size() - audioTracks);
  }

  /**
   * How many packets per second are expected for it in a room with so many tracks. An audience is
   * there before the one it waits for: who has slots counts as if there were a track for one.
   */
  int packetsPerSecond(int roomAudioTracks, int roomVideoTracks) {
    return OWN_PACKETS
        + AUDIO_PACKETS * (audioTracks + filled(audioSlots, roomAudioTracks - audioTracks))
        + VIDEO_PACKETS * (videoTracks + filled(videoSlots, roomVideoTracks - videoTracks));
  }

  private static int filled(int slots, int othersTracks) {
    return Math.min(slots, Math.max(othersTracks, 1));
  }
}
