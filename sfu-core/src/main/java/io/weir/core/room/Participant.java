package io.weir.core.room;

import io.weir.core.allocation.Allocation;
import io.weir.core.allocation.SlotDemand;
import io.weir.core.control.Command.Negotiate;
import io.weir.core.control.Event;
import io.weir.core.control.MediaKind;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.PublisherLimits;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.SlotView;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackStatistics;
import io.weir.core.control.TransportState;
import io.weir.core.deadline.Deadline;
import io.weir.core.transport.RtpReceiver;
import io.weir.core.transport.RtpSender;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportDefect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a room, on the worker that holds their transport: what they publish and the slots
 * they see others in. Worker thread only.
 */
final class Participant implements Transport.Listener {
  /** What a participant tells its room. */
  interface Listener {
    /** A track was published; packets follow through {@code receiver}. */
    void onPublished(Participant publisher, TrackParameters track, RtpReceiver receiver);

    /** A track's media is to be dropped from now on, or let through; may be nothing new. */
    void onMuted(int track, boolean muted);

    /** A track ended. */
    void onUnpublished(int track);

    /** {@link Participant#nextDeadlineNs} is earlier than it was. */
    void onDeadline(Participant participant, long deadlineNs);

    /** A key frame is to be asked for. */
    void onKeyFrameDeadline(long deadlineNs);

    /** What a participant's slots were given is to be looked at at once. */
    void onLinkLimited(Participant subscriber, long nowNs);

    /** Something to tell signaling. */
    void onEvent(Event event);
  }

  private record Publication(TrackParameters parameters, RtpReceiver receiver) {}

  /** Sound comes in small packets: headers, SRTP, UDP and IP add as much as three quarters. */
  private static final double SOUND_OVERHEAD = 1.75;

  private final String room;
  private final long id;
  private final TransportContext context;
  private final Listener listener;
  private final Deadline<Participant> deadline = new Deadline<>(this);
  private final Map<Integer, Publication> publications = new LinkedHashMap<>();
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private @Nullable Transport transport;
  private Slot[] videoSlots = {};
  private Slot[] audioSlots = {};
  private @Nullable Allocation allocation;
  private PublisherLimits limits = PublisherLimits.DEFAULT;

  Participant(String room, long id, TransportContext context, Listener listener) {
    this.room = room;
    this.id = id;
    this.context = context;
    this.listener = listener;
  }

  long id() {
    return id;
  }

  /** Its place among its room's deadlines, which is the room's business. */
  Deadline<Participant> deadline() {
    return deadline;
  }

  Collection<Slot> slots() {
    return slots.values();
  }

  /** Brings transport, tracks and slots to what an offer and its answer agreed on. */
  void negotiate(Negotiate command, long nowNs) {
    Transport open = transport;
    if (open == null) {
      open = new Transport(context, command.transport(), this, nowNs);
      open.limit(limits);
      transport = open;
    } else {
      open.update(command.transport());
    }
    updateSlots(open, command.slots(), nowNs);
    limitSlots(open);
    updateTracks(open, command.tracks(), nowNs);
  }

  /** Limits what the participant may send. */
  void limit(PublisherLimits next) {
    limits = next;
    if (transport != null) {
      transport.limit(next);
    }
  }

  /** Takes the wishes of {@code views}; unknown m-lines are ignored. */
  void view(List<SlotView> views) {
    for (SlotView view : views) {
      Slot slot = slots.get(view.mid());
      if (slot != null) {
        slot.view(view);
      }
    }
  }

  /** Its video slots, for loops that must not allocate; replaced, never changed. */
  Slot[] videoSlots() {
    return videoSlots;
  }

  /** What its slots were given of its link; null where there is no limit. */
  @Nullable Allocation allocation() {
    if (allocation == null && transport != null) {
      limitSlots(transport);
    }
    return allocation;
  }

  /** What its link carries of video. */
  long videoBudgetBps() {
    Transport open = transport;
    if (open == null || !open.link().hasFeedback()) {
      return Long.MAX_VALUE;
    }
    double sound = 0;
    for (Slot slot : audioSlots) {
      sound += slot.sender().sentBps();
    }
    return Math.max(0, open.link().targetBps() - (long) (sound * SOUND_OVERHEAD));
  }

  /** Whether it is known how much arrives over its link. */
  boolean isLinkMeasured() {
    return transport != null && transport.link().isMeasured();
  }

  /** Whether what waits in its link's queue is to leave before more is sent. */
  boolean isLinkDraining() {
    return transport != null && transport.link().isDraining();
  }

  /** Its video slots would take so much of its link if there were no limit. */
  void wanted(long videoBps) {
    if (transport != null) {
      transport.wanted(videoBps);
    }
  }

  private void limitSlots(Transport open) {
    if (allocation == null && !open.link().hasFeedback()) {
      return;
    }
    Allocation before = allocation;
    Allocation shares = before == null ? new Allocation() : before;
    allocation = shares;
    for (Slot slot : videoSlots) {
      if (slot.demand() == null) {
        SlotDemand demand = new SlotDemand();
        slot.limit(demand);
        shares.add(demand);
      }
    }
  }

  /** What happened to its transport, tracks and slots so far. */
  ParticipantStatistics statistics() {
    List<TrackStatistics> tracks = new ArrayList<>();
    publications.forEach((number, publication) ->
        tracks.add(new TrackStatistics(number, publication.receiver().statistics())));
    return new ParticipantStatistics(
        room,
        id,
        transport == null ? null : transport.statistics(),
        tracks,
        slots.values().stream().map(Slot::statistics).toList());
  }

  boolean publishes(int track) {
    return publications.containsKey(track);
  }

  /** Lets timers run; call it when a deadline that it told is due, though it may be so no more. */
  void handleTimeout(long nowNs) {
    Transport open = transport;
    if (open != null) {
      try {
        open.handleTimeout(nowNs);
      } catch (TransportDefect e) {
        throw e; // It may name another transport.
      } catch (RuntimeException e) {
        throw new TransportDefect(open, e);
      }
    }
  }

  long nextDeadlineNs() {
    return transport == null ? Long.MAX_VALUE : transport.nextDeadlineNs();
  }

  /** Gives up tracks, slots and transport, in this order. */
  void close(long nowNs) {
    for (int track : List.copyOf(publications.keySet())) {
      unpublish(track);
    }
    for (Slot slot : slots.values()) {
      slot.show(null, nowNs);
    }
    if (transport != null) {
      transport.close();
    }
    slots.clear();
    videoSlots = new Slot[0];
    audioSlots = new Slot[0];
    allocation = null;
  }

  @Override
  public void onKeyFrameRequested(RtpSender sender, long nowNs) {
    for (Slot slot : videoSlots) { // No iterator: clients may ask very often.
      if (slot.sender() == sender) {
        slot.needKeyFrame(nowNs);
        listener.onKeyFrameDeadline(slot.nextDeadlineNs());
      }
    }
  }

  @Override
  public void onGivenUp(RtpSender sender, long nowNs) {
    for (Slot slot : videoSlots) {
      if (slot.sender() == sender) {
        slot.beginAnew(nowNs);
        listener.onKeyFrameDeadline(slot.nextDeadlineNs());
      }
    }
  }

  @Override
  public void onLinkLimited(long nowNs) {
    listener.onLinkLimited(this, nowNs);
  }

  @Override
  public void onStateChanged(TransportState state) {
    listener.onEvent(new Event.TransportChanged(room, id, state));
  }

  @Override
  public void onIdleChanged(boolean idle) {
    listener.onEvent(new Event.TransportIdle(room, id, idle));
  }

  @Override
  public void onDeadline(long deadlineNs) {
    listener.onDeadline(this, deadlineNs);
  }

  private void updateSlots(Transport open, List<SlotParameters> wanted, long nowNs) {
    Map<String, SlotParameters> byMid = new HashMap<>();
    wanted.forEach(slot -> byMid.put(slot.rtp().mid(), slot));
    Map<String, SlotView> views = new HashMap<>();
    for (Slot slot : List.copyOf(slots.values())) {
      views.put(slot.mid(), slot.view());
      SlotParameters kept = byMid.get(slot.mid());
      if (kept != null && slot.isSameStream(kept)) {
        slot.renegotiate(kept, nowNs);
      } else {
        slot.show(null, nowNs);
        open.removeSender(slot.sender());
        slots.remove(slot.mid());
        SlotDemand demand = slot.demand();
        if (allocation != null && demand != null) {
          allocation.remove(demand);
        }
      }
    }
    for (SlotParameters parameters : wanted) {
      if (!slots.containsKey(parameters.rtp().mid())) {
        RtpSender sender = open.addSender(parameters.rtp(), nowNs);
        Slot slot = new Slot(parameters, sender, context.counters());
        // Other SSRCs on the same m-line are no other wish: an emptied slot stays empty.
        SlotView view = views.get(slot.mid());
        if (view != null) {
          slot.view(view);
        }
        slots.put(slot.mid(), slot);
      }
    }
    videoSlots = slots(MediaKind.VIDEO);
    audioSlots = slots(MediaKind.AUDIO);
  }

  private Slot[] slots(MediaKind kind) {
    return slots.values().stream().filter(slot -> slot.kind() == kind).toArray(Slot[]::new);
  }

  private void updateTracks(Transport open, List<TrackParameters> wanted, long nowNs) {
    Set<Integer> numbers = new HashSet<>();
    wanted.forEach(track -> numbers.add(track.track()));
    for (int track : new ArrayList<>(publications.keySet())) {
      if (!numbers.contains(track)) {
        unpublish(track);
      }
    }
    for (TrackParameters track : wanted) {
      Publication known = publications.get(track.track());
      if (known != null && known.parameters().rtp().equals(track.rtp())) {
        listener.onMuted(track.track(), track.muted());
        continue;
      }
      RtpReceiver receiver;
      if (known == null) {
        receiver = open.addReceiver(track.rtp(), nowNs);
      } else {
        receiver = open.replaceReceiver(known.receiver(), track.rtp(), nowNs);
        listener.onUnpublished(track.track());
      }
      publications.put(track.track(), new Publication(track, receiver));
      listener.onPublished(this, track, receiver);
    }
  }

  private void unpublish(int track) {
    Publication publication = publications.remove(track);
    if (publication != null && transport != null) {
      transport.removeReceiver(publication.receiver());
      listener.onUnpublished(track);
    }
  }
}
