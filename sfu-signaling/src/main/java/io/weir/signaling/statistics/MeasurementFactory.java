package io.weir.signaling.statistics;

import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.Event;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.MediaKind;
import io.weir.core.control.PacerStatistics;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SlotAllocation;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.StreamStatistics;
import io.weir.core.control.TransportStatistics;
import io.weir.signaling.message.Measurements;
import io.weir.signaling.message.TrackView;
import io.weir.signaling.session.Freezes;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what signaling knows and what the media workers measured. Event loop only. */
public final class MeasurementFactory {

  private static final double NS_PER_MS = 1e6;

  private MeasurementFactory() {}

  /** A participant's association; null when nothing is known of it. */
  public static Measurements.@Nullable Transport transport(
      Participant participant, Measured measured) {
    TransportStatistics transport = measured.transport(participant);
    if (transport == null) {
      return null;
    }
    return new Measurements.Transport(
        lower(transport.state()),
        transport.idle(),
        transport.path(),
        transport.srtpProfile(),
        transport.roundTripNs() == TransportStatistics.UNKNOWN
            ? null
            : Double.valueOf(transport.roundTripNs() / NS_PER_MS),
        transport.received(),
        transport.sent(),
        link(transport.link()),
        queue(transport.pacer()));
  }

  /** All tracks of a participant. */
  public static List<Measurements.Track> tracks(Participant participant, Measured measured) {
    return participant.view().tracks().stream()
        .map(track -> track(participant, track, measured))
        .toList();
  }

  /** One track of a participant. */
  public static Measurements.Track track(
      Participant publisher, TrackView track, Measured measured) {
    return new Measurements.Track(
        track.id(),
        track.participant(),
        track.kind(),
        track.source(),
        track.name(),
        track.muted(),
        track.csrc(),
        measured.encodings(publisher, track.csrc()).stream()
            .map(one -> stream(ridOf(one), one.stream(), one.stream()))
            .toList());
  }

  /** All slots of a participant. */
  public static List<Measurements.Slot> slots(Participant participant, Measured measured) {
    ParticipantStatistics known = measured.of(participant);
    List<SlotStatistics> slots = known == null ? List.of() : known.slots();
    return slots.stream().map(slot -> slot(participant, slot, measured)).toList();
  }

  /** The encodings of the track that each video slot of a participant is bound to, by mid. */
  static Map<String, List<EncodingStatistics>> shown(Participant viewer, Measured measured) {
    Map<String, List<EncodingStatistics>> shown = new LinkedHashMap<>();
    ParticipantStatistics known = measured.of(viewer);
    for (SlotStatistics slot : known == null ? List.<SlotStatistics>of() : known.slots()) {
      if (slot.kind() == MediaKind.VIDEO && slot.binding() != null) {
        shown.put(slot.mid(), encodings(viewer.room(), slot.binding(), measured));
      }
    }
    return shown;
  }

  private static List<EncodingStatistics> encodings(
      Room room, Event.@Nullable Binding binding, Measured measured) {
    Participant publisher = binding == null ? null : room.findByNumber(binding.participant());
    return binding == null || publisher == null
        ? List.of()
        : measured.encodings(publisher, Integer.toUnsignedLong(binding.track()));
  }

  private static Measurements.Slot slot(
      Participant viewer, SlotStatistics slot, Measured measured) {
    Event.Binding binding = slot.binding();
    Room room = viewer.room();
    Participant publisher = binding == null ? null : room.findByNumber(binding.participant());
    String track = binding == null || publisher == null ? null : publisher.trackId(binding.track());
    List<EncodingStatistics> encodings = encodings(room, binding, measured);
    EncodingStatistics shown = find(encodings, slot.encoding());
    Freezes freezes = viewer.freezes().of(slot.mid());
    return new Measurements.Slot(
        slot.mid(),
        lower(slot.kind()),
        track,
        track == null || publisher == null ? null : publisher.id(),
        slot.awaitsKeyFrame(),
        shown == null ? null : ridOf(shown),
        layer(slot.temporalLayer()),
        allocation(slot.allocation(), encodings),
        freezes == null ? null : Long.valueOf(freezes.count()),
        freezes == null ? null : Long.valueOf(freezes.milliseconds()),
        stream(null, slot.stream(), shown == null ? slot.stream() : shown.stream()));
  }

  private static @Nullable EncodingStatistics find(List<EncodingStatistics> encodings, int index) {
    for (EncodingStatistics encoding : encodings) {
      if (encoding.index() == index) {
        return encoding;
      }
    }
    return null;
  }

  private static Measurements.Allocation allocation(
      SlotAllocation given, List<EncodingStatistics> encodings) {
    EncodingStatistics target = find(encodings, given.encoding());
    return new Measurements.Allocation(
        target == null ? null : ridOf(target),
        layer(given.temporalLayer()),
        given.pause() == null ? null : lower(given.pause()),
        given.allocatedBps() == TransportStatistics.UNKNOWN
            ? null
            : Long.valueOf(given.allocatedBps()),
        pixels(given.width()),
        pixels(given.height()),
        given.priority());
  }

  /**
   * One stream.
   *
   * @param rid which one of several it is; null where there is one only, and of slots
   * @param picture what tells the size: of a slot the track's stream, for slots do not look inside
   */
  private static Measurements.Stream stream(
      @Nullable String rid, StreamStatistics stream, StreamStatistics picture) {
    return new Measurements.Stream(
        rid,
        stream.ssrc(),
        stream.codec(),
        stream.media(),
        stream.retransmissions(),
        stream.nacks(),
        stream.keyFrameRequests(),
        stream.lost(),
        stream.lossRatio(),
        stream.jitterNs() / NS_PER_MS,
        stream.frames(),
        stream.frameRate(),
        stream.keyFrames(),
        pixels(picture.width()),
        pixels(picture.height()));
  }

  /** Null for the only encoding of a track. */
  private static @Nullable String ridOf(EncodingStatistics encoding) {
    return encoding.rid().isEmpty() ? null : encoding.rid();
  }

  private static @Nullable Integer layer(int temporalLayer) {
    return temporalLayer == SlotStatistics.NONE ? null : Integer.valueOf(temporalLayer);
  }

  private static @Nullable Integer pixels(int size) {
    return size == 0 ? null : Integer.valueOf(size);
  }

  private static Measurements.Link link(LinkStatistics link) {
    if (!link.limited()) {
      return new Measurements.Link(null, null, null, null);
    }
    boolean measured = link.acknowledgedBps() != TransportStatistics.UNKNOWN;
    return new Measurements.Link(
        link.estimateBps(),
        measured ? Long.valueOf(link.acknowledgedBps()) : null,
        measured ? Double.valueOf(link.lossRatio()) : null,
        measured ? Double.valueOf(link.roundTripNs() / NS_PER_MS) : null);
  }

  private static Measurements.@Nullable Queue queue(@Nullable PacerStatistics pacer) {
    return pacer == null
        ? null
        : new Measurements.Queue(
            pacer.packets(),
            pacer.bytes(),
            pacer.longestWaitNs() / NS_PER_MS,
            pacer.refusedFrames(),
            pacer.givenUpPackets());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
