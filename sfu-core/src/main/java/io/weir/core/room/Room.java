package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.MediaKind;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SlotReason;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounter;
import io.weir.core.transport.RtpReceiver;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportDefect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a room: its participants here, all tracks of the room, and who sees what.
 * Worker thread only.
 *
 * <p>A small room lives on one worker. A large one has a share on several; they tell each other
 * about tracks by {@link RoomMessage} and hand packets over by {@link WorkerLinks}.
 */
public final class Room implements Participant.Listener, PublishedSource.Listener {
  /** The room looks after itself so often at least, even should that have failed once. */
  private static final long MAX_PAUSE_NS = 1_000_000_000L;

  private final String name;
  private final TransportContext context;
  private final WorkerLinks links;
  private final Consumer<Event> events;
  private final SpeakerDetector speakers = new SpeakerDetector();
  private final Forwarder forwarder;
  private final OtherShares shares;
  private final TrackCare care;
  private final SlotDirector director;
  private final BandwidthDirector bandwidth;
  private final Map<Long, Participant> participants = new LinkedHashMap<>();

  /**
   * The values of {@link #participants}, for loops that must not allocate; null once somebody came
   * or went, until it is needed again: hundreds join within a second.
   */
  private Participant @Nullable [] everybody;

  private final TrackTable tracks = new TrackTable();

  /** Its own are those of its tracks and speakers. */
  private final RoomTimers timers = new RoomTimers();

  private long nowNs;

  /**
   * An empty share.
   *
   * @param trains where packets that arrive for the room wait until its worker forwards them
   */
  public Room(
      String name,
      TransportContext context,
      WorkerLinks links,
      Trains trains,
      Consumer<Event> events) {
    this.name = name;
    this.context = context;
    this.links = links;
    this.events = events;
    this.shares = new OtherShares(links);
    this.director =
        new SlotDirector(
            name,
            participants.values(),
            tracks.byNumber(),
            speakers,
            events,
            this::onKeyFrameDeadline);
    Router router =
        new Router(
            context.counters(),
            context.recycler(),
            links,
            speakers,
            context.sender().sendsTrains());
    this.forwarder =
        new Forwarder(
            router, trains, context.sender(), tracks, speakers, director, this::onDeadline);
    this.bandwidth = new BandwidthDirector(name, tracks, speakers, events, this::onDeadline);
    this.care = new TrackCare(tracks, links.self(), shares, this, this::onDeadline);
  }

  /** The room's name. */
  public String name() {
    return name;
  }

  /** Whether no participant is left on this worker. */
  public boolean isEmpty() {
    return participants.isEmpty();
  }

  /**
   * What happened to everybody here so far, measured as the iteration comes to them, so that it can
   * be spread over several turns; who joins meanwhile is not in it.
   */
  public Iterator<ParticipantStatistics> statistics() {
    return Arrays.stream(everybody()).map(Participant::statistics).iterator();
  }

  /** Carries a command out; what it names may be gone already. */
  public void handle(Command command, long now) {
    nowNs = now;
    Participant participant = participants.get(command.participant());
    if (command instanceof Command.AddParticipant) {
      if (participant == null) {
        participants.put(
            command.participant(), new Participant(name, command.participant(), context, this));
        everybody = null;
      }
    } else if (participant != null) {
      handle(command, participant);
    }
    settle();
  }

  /** Takes news from another worker's share or from the server. */
  public void handleMessage(RoomMessage message, long now) {
    nowNs = now;
    switch (message) {
      case RoomMessage.Workers news ->
          changeWorkers(news.workers().stream().mapToInt(Integer::intValue).toArray());
      case RoomMessage.Published news -> addRemoteTrack(news);
      case RoomMessage.Unpublished news ->
          removeTrack(
              tracks.find(news.track()), news.left() ? SlotReason.LEFT : SlotReason.UNPUBLISHED);
      case RoomMessage.Muted news -> mute(tracks.find(news.track()), news.muted());
      case RoomMessage.Restarted news -> {
        Track track = tracks.find(news.track());
        if (track != null) {
          forwarder.restart(track.encoding(news.encoding()), now);
        }
      }
      case RoomMessage.Encodings news -> {
        Track track = tracks.find(news.track());
        if (track != null) {
          int before = track.layers().layoutVersion();
          track.states(news.encodings());
          if (track.layers().layoutVersion() != before) { // Not for other bit rates alone.
            bandwidth.makeStale();
            forwarder.retarget(track, now);
          }
        }
      }
      case RoomMessage.Wanted news -> {
        Track track = tracks.find(news.track());
        if (track != null && track.kind() == MediaKind.VIDEO) {
          track.wantedBy(news.worker(), news.encodings());
        }
      }
      case RoomMessage.KeyFrameWanted news -> {
        Track track = tracks.find(news.track());
        if (track != null) {
          forwarder.wantKeyFrame(track.encoding(news.encoding()), now);
        }
      }
    }
    settle();
  }

  /** Takes a packet from another worker, with this worker's reference to it. */
  public void handleForwarded(TrackHandle handle, Packet packet, long now) {
    nowNs = now;
    Track track = tracks.find(handle);
    if (track == null) {
      context.counters().increment(PacketCounter.RTP_UNKNOWN_STREAM);
      context.recycler().recycle(packet);
      return;
    }
    forwarder.take(track.encoding(packet.encoding), packet, now);
  }

  /** Tells {@code listener} from now on when {@link #nextDeadlineNs} is earlier than it was. */
  public void announceDeadlines(LongConsumer listener) {
    timers.announceTo(listener);
  }

  /**
   * Lets timers run.
   *
   * @throws TransportDefect if a participant's transport failed, now or earlier in the turn while
   *     something else was under way; the others' timers have run
   */
  public void handleTimeout(long now) {
    nowNs = now;
    TransportDefect defect = timers.runTransports(now);
    if (timers.takeOwn(now, MAX_PAUSE_NS)) {
      runOwnTimers(now);
    }
    settle();
    if (defect != null) {
      forwarder.failLater(defect, now);
    }
    forwarder.handOnFailure();
  }

  /** Brings slots to what they shall show, and tracks to what slots want. */
  private void settle() {
    if (director.assignIfStale(nowNs)) {
      bandwidth.makeStale();
    }
    if (bandwidth.isDue(nowNs)) {
      bandwidth.runAll(everybody(), nowNs);
    }
    for (Track track : tracks.all()) {
      track.settle(nowNs);
    }
  }

  private void runOwnTimers(long now) {
    care.handleTimeout(now);
    if (speakers.handleTimeout(now)) {
      announceSpeakers();
      director.makeStale(SlotReason.AUTOMATIC);
    }
    onDeadline(speakers.nextDeadlineNs());
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return timers.nextNs();
  }

  /**
   * Gives up the oldest packet of every track, because the worker's pool is nearly empty.
   *
   * @return false when there was none to give up
   */
  public boolean dropOldestPackets() {
    return tracks.dropOldestPackets();
  }

  /**
   * Ends the share: everybody left is removed and every packet given back.
   *
   * @throws TransportDefect if a participant's transport failed meanwhile; all is done nevertheless
   */
  public void close(long now) {
    nowNs = now;
    for (Participant participant : everybody()) {
      remove(participant);
    }
    tracks.close();
    forwarder.handOnFailure();
  }

  @Override
  public void onPublished(Participant publisher, TrackParameters parameters, RtpReceiver receiver) {
    TrackHandle handle =
        new TrackHandle(
            name, publisher.id(), parameters.track(), parameters.source(), nowNs, parameters.rtp());
    PublishedSource source =
        new PublishedSource(handle, receiver, this, events, this::onDeadline, nowNs);
    Track track = new Track(handle, links.self(), parameters.muted(), context.recycler(), source);
    source.feed(track);
    if (track.kind() == MediaKind.AUDIO) {
      track.wantedBy(shares.others());
    }
    addTrack(track);
    shares.tell(new RoomMessage.Published(handle, links.self(), parameters.muted()));
  }

  @Override
  public void onPacket(Encoding encoding, Packet packet, long now) {
    nowNs = now;
    forwarder.take(encoding, packet, now);
  }

  @Override
  public void onRestart(Encoding encoding, long now) {
    nowNs = now;
    forwarder.restart(encoding, now);
    shares.tell(new RoomMessage.Restarted(encoding.track().handle(), encoding.index()));
  }

  @Override
  public void onKeyFrameNeeded(Encoding encoding, long now) {
    nowNs = now;
    if (!encoding.track().isSimulcast() || encoding.isWanted()) {
      forwarder.wantKeyFrame(encoding, now);
    }
  }

  @Override
  public void onEncodingsChanged(Track track, long now) {
    nowNs = now;
    if (!track.changes().mayTakeEffect(now)) {
      onDeadline(track.changes().nextDeadlineNs());
      return;
    }
    care.report(track);
    track.updateLayers();
    bandwidth.onEncodingsChanged(everybody(), now);
    forwarder.retarget(track, now);
  }

  @Override
  public void onMuted(int number, boolean muted) {
    Track track = tracks.find(number);
    if (track != null && track.muted() != muted) {
      forwarder.mute(track, muted, nowNs);
      shares.tell(new RoomMessage.Muted(track.handle(), muted));
    }
  }

  @Override
  public void onUnpublished(int number) {
    Track track = tracks.find(number);
    if (track != null) {
      boolean left = !participants.containsKey(track.handle().participant());
      forwarder.remove(
          track,
          left ? SlotReason.LEFT : SlotReason.UNPUBLISHED,
          () -> shares.tell(new RoomMessage.Unpublished(track.handle(), left)),
          nowNs);
    }
  }

  @Override
  public void onDeadline(Participant participant, long candidateNs) {
    timers.bringForward(participant, candidateNs);
  }

  @Override
  public void onKeyFrameDeadline(long candidateNs) {
    onDeadline(candidateNs);
  }

  @Override
  public void onLinkLimited(Participant subscriber, long now) {
    nowNs = now;
    bandwidth.run(subscriber, now);
    onDeadline(now);
  }

  private void onDeadline(long candidateNs) {
    timers.bringForward(candidateNs);
  }

  @Override
  public void onEvent(Event event) {
    if (event instanceof Event.TransportChanged change
        && change.state() == TransportState.CONNECTED) {
      needKeyFrames(change.participant());
    }
    events.accept(event);
  }

  private void handle(Command command, Participant participant) {
    switch (command) {
      case Command.AddParticipant known -> {}
      case Command.Negotiate negotiate -> {
        participant.negotiate(negotiate, nowNs);
        // What it publishes concerns all, and they know by now; its slots concern nobody else.
        director.assign(participant, SlotReason.AUTOMATIC, nowNs);
        bandwidth.run(participant, nowNs);
      }
      case Command.View view -> {
        participant.view(view.views());
        director.assign(participant, SlotReason.VIEW, nowNs);
        bandwidth.run(participant, nowNs);
        for (Slot slot : participant.slots()) {
          slot.resize(nowNs);
          onDeadline(slot.nextDeadlineNs());
        }
      }
      case Command.MuteTrack mute -> {
        if (participant.publishes(mute.track())) {
          onMuted(mute.track(), mute.muted());
        }
      }
      case Command.LimitPublisher limit -> participant.limit(limit.limits());
      case Command.RemoveParticipant remove -> remove(participant);
    }
  }

  private void remove(Participant participant) {
    participants.remove(participant.id());
    everybody = null;
    participant.close(nowNs);
    timers.remove(participant);
  }

  private Participant[] everybody() {
    Participant[] present = everybody;
    if (present == null) {
      present = participants.values().toArray(Participant[]::new);
      everybody = present;
    }
    return present;
  }

  private void addTrack(Track track) {
    tracks.add(track);
    if (track.kind() == MediaKind.AUDIO) {
      speakers.add(track);
    }
    care.begin(nowNs);
    director.makeStale(SlotReason.AUTOMATIC);
  }

  private void addRemoteTrack(RoomMessage.Published news) {
    TrackHandle handle = news.track();
    int owner = news.worker();
    Track.Source source = new RemoteSource(handle, owner, links);
    addTrack(new Track(handle, owner, news.muted(), context.recycler(), source));
  }

  private void removeTrack(@Nullable Track track, SlotReason reason) {
    if (track != null) {
      forwarder.remove(track, reason, () -> {}, nowNs);
    }
  }

  private void mute(@Nullable Track track, boolean muted) {
    if (track != null && track.muted() != muted) {
      forwarder.mute(track, muted, nowNs);
    }
  }

  /** A subscriber's first pictures: what was asked before its transport stood may have passed. */
  private void needKeyFrames(long participant) {
    Participant subscriber = participants.get(participant);
    if (subscriber != null) {
      for (Slot slot : subscriber.slots()) {
        slot.restart(nowNs);
        onDeadline(slot.nextDeadlineNs());
      }
    }
  }

  private void changeWorkers(int... next) {
    int[] before = shares.workers();
    shares.workers(next);
    for (Track track : tracks.all()) {
      if (track.worker() != links.self()) {
        if (!contains(next, track.worker())) {
          removeTrack(track, SlotReason.LEFT);
        }
        continue;
      }
      for (int gone : before) {
        if (!contains(next, gone)) {
          track.wantedBy(gone, 0);
        }
      }
      if (track.kind() == MediaKind.AUDIO) {
        track.wantedBy(shares.others());
      }
      for (int added : next) {
        if (!contains(before, added)) {
          links.send(added, new RoomMessage.Published(track.handle(), links.self(), track.muted()));
          links.send(added, new RoomMessage.Encodings(track.handle(), track.states()));
        }
      }
    }
  }

  /** One share speaks for the room. */
  private void announceSpeakers() {
    if (!shares.speaksForRoom()) {
      return;
    }
    List<Long> ids = new ArrayList<>();
    for (Track track : speakers.speakers()) {
      if (!ids.contains(track.handle().participant())) {
        ids.add(track.handle().participant());
      }
    }
    events.accept(new Event.ActiveSpeakers(name, ids));
  }

  private static boolean contains(int[] values, int value) {
    return Arrays.stream(values).anyMatch(each -> each == value);
  }
}
