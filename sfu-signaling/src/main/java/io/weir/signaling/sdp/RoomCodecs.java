package io.weir.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks the list of a room's codecs, most wanted first. Any thread. */
public final class RoomCodecs {

  private RoomCodecs() {}

  /**
   * The names as Weir spells them.
   *
   * @throws IllegalArgumentException with a sentence for people, when the list makes no sense
   */
  public static List<String> check(List<String> names) {
    List<String> checked = new ArrayList<>();
    for (String name : names) {
      String upper = name.strip().toUpperCase(Locale.ROOT);
      if (KnownCodec.find(upper).isEmpty()) {
        throw new IllegalArgumentException(
            "There is no codec '" + name + "'; there are " + OfferContext.knownCodecs() + ".");
      }
      if (checked.contains(upper)) {
        throw new IllegalArgumentException("The codec " + upper + " is named twice.");
      }
      checked.add(upper);
    }
    if (checked.isEmpty()) {
      throw new IllegalArgumentException("A room needs at least one codec.");
    }
    if (checked.contains(KnownCodec.RED.name()) && !checked.contains(KnownCodec.OPUS.name())) {
      throw new IllegalArgumentException("RED repeats OPUS, so OPUS must be named too.");
    }
    return List.copyOf(checked);
  }
}
