package io.weir.core.room;

import io.weir.core.allocation.SlotDemand;
import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.SlotReason;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.SlotView;
import io.weir.core.control.SlotView.Target;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.layer.LayerSelector;
import io.weir.core.stream.KeyFrameCache;
import io.weir.core.stream.PacketHistory;
import io.weir.core.stream.SendBinding;
import io.weir.core.transport.RtpSender;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing m-line of a subscriber: shows one track at a time and can be rebound to another at
 * any moment without renegotiation. Worker thread only.
 */
final class Slot {
  /** As long as a lost packet takes to come after all; three pictures. */
  private static final long CATCH_UP_PATIENCE_NS = 100_000_000L;

  private SlotParameters parameters;
  private final RtpSender sender;
  private final PacketCounters counters;
  private final LayerSelector selector = new LayerSelector();
  private final LayerChoice layers = new LayerChoice(selector);
  private Target target = new Target.Automatic();
  private boolean refused;
  private @Nullable Track track;

  /** Until then no key frame is asked for while it may become possible to start from the past. */
  private long mayCatchUpUntilNs;

  private final KeyFrameBackoff backoff = new KeyFrameBackoff();

  Slot(SlotParameters parameters, RtpSender sender, PacketCounters counters) {
    this.parameters = parameters;
    this.sender = sender;
    this.counters = counters;
  }

  /** Whether a later offer's slot goes on with this one's SSRCs. */
  boolean isSameStream(SlotParameters next) {
    return next.rtp().kind() == kind()
        && next.rtp().encodings().equals(parameters.rtp().encodings());
  }

  /** Takes what a later offer and its answer agreed on for the same stream. */
  void renegotiate(SlotParameters next, long nowNs) {
    boolean changed = !next.rtp().equals(parameters.rtp());
    parameters = next;
    if (changed) {
      sender.renegotiate(next.rtp());
      restart(nowNs);
    }
  }

  String mid() {
    return parameters.rtp().mid();
  }

  MediaKind kind() {
    return parameters.rtp().kind();
  }

  /** Audio and video slots of one index are played in sync. */
  int index() {
    return parameters.index();
  }

  RtpSender sender() {
    return sender;
  }

  /** What the subscriber wants to see here. */
  Target target() {
    return target;
  }

  void target(Target next) {
    target = next;
    refused = false;
  }

  /** What the subscriber said of it. */
  SlotView view() {
    return new SlotView(mid(), target, layers.width(), layers.height(), layers.priority());
  }

  /** Takes what the subscriber says of it; {@link #resize} follows. */
  void view(SlotView view) {
    target(view.target());
    layers.view(view);
  }

  /** The track's encodings whose packets it needs, a bit each. */
  int encodings() {
    Track shown = track;
    return shown == null ? 0 : layers.encodings(shown);
  }

  /** Shows from now on what it is given of the subscriber's link. */
  void limit(SlotDemand share) {
    layers.limit(share, track);
  }

  @Nullable SlotDemand demand() {
    return layers.demand();
  }

  /** Says what it is worth now. */
  void updateDemand() {
    if (track != null) {
      layers.updateDemand(track);
    }
  }

  /**
   * Takes what it was given; a key frame is asked for at once if that needs one.
   *
   * @param draining whether the link's queue is to become short first: what is larger than what it
   *     was given ends at once then, and the queue plays on until the smaller one's key frame comes
   */
  void reallocate(boolean draining, long nowNs) {
    Track shown = track;
    if (shown == null) {
      return;
    }
    int before = selector.target();
    if (!layers.choose(this, shown)) {
      return;
    }
    backoff.onChanged();
    if (draining && selector.target() < selector.current()) {
      selector.rebind(true);
      sender.giveUpWaiting();
    }
    if (before == LayerSelector.NONE) {
      mayCatchUpUntilNs = nowNs + CATCH_UP_PATIENCE_NS;
    }
    if (!mayCatchUp(shown, nowNs)) {
      needKeyFrame(selector.wantedKeyFrame(), nowNs);
    }
  }

  /** Whether there is no room for its track on the subscriber's link. */
  boolean isPaused() {
    return track != null && layers.isPaused();
  }

  /** Whether the subscriber still has to hear that it pauses, or that it does no more. */
  boolean isPauseNews() {
    return track != null && layers.isPauseNews();
  }

  /** Whether the subscriber still has to hear that it cannot decode what it asked for. */
  boolean isNews(SlotReason reason) {
    boolean news = reason == SlotReason.CODEC && !refused;
    refused = reason == SlotReason.CODEC;
    return news;
  }

  @Nullable Track track() {
    return track;
  }

  /** Whether the subscriber has a payload type for one of the track's codecs. */
  boolean canShow(Track candidate) {
    return candidate.kind() == kind()
        && SendBinding.decodable(candidate.handle().rtp().codecs(), codecs());
  }

  /** Shows a track, or nothing. */
  void show(@Nullable Track next, long nowNs) {
    if (track != null) {
      track.removeSlot(this);
    }
    track = next;
    layers.show(next);
    if (next == null) {
      sender.unbind();
      return;
    }
    next.addSlot(this);
    backoff.onChanged();
    begin(next, nowNs);
  }

  /** The track that it shows began anew. */
  void restart(long nowNs) {
    if (track != null) {
      begin(track, nowNs);
    }
  }

  /** One of the track's encodings began anew, which matters if it is shown. */
  void restart(int encoding, long nowNs) {
    if (selector.current() == encoding || selector.current() == LayerSelector.NONE) {
      restart(nowNs);
    }
  }

  private void begin(Track shown, long nowNs) {
    sender.unbind(); // Until the first packet that it may begin with.
    boolean video = kind() == MediaKind.VIDEO;
    selector.rebind(video);
    layers.choose(this, shown);
    shown.makeStale(this);
    mayCatchUpUntilNs = nowNs + CATCH_UP_PATIENCE_NS;
    if (video && !mayCatchUp(shown, nowNs)) {
      needKeyFrame(nowNs);
    }
  }

  /**
   * Chooses among the encodings anew, since they have changed. The present one goes on until a key
   * frame of the next comes, which is asked for if the next packet begins none.
   */
  void retarget() {
    Track shown = track;
    if (shown != null) {
      layers.choose(this, shown);
    }
  }

  /** The same since the displayed size may have changed: the key frame is asked for at once. */
  void resize(long nowNs) {
    Track shown = track;
    if (shown == null) {
      return;
    }
    if (layers.choose(this, shown) && !selector.awaitsKeyFrame()) {
      needKeyFrame(selector.wantedKeyFrame(), nowNs);
    }
  }

  /** Reads something of it, for the sake of the caches only. */
  int fetch() {
    return refused ? 1 : 0;
  }

  /** Forwards packets of the track that it shows. */
  void forward(Train train, long nowNs) {
    for (int i = 0; i < train.size(); i++) {
      Packet packet = train.packet(i);
      switch (selector.select(packet)) {
        case FORWARD -> send(packet, nowNs);
        case LEAVE_OUT -> leaveOut(packet, nowNs);
        case BEGIN, SWITCH -> enter(train, i, nowNs);
        case SKIP -> {
          if (i == 0 && catchUp(packet, nowNs)) {
            sendOrLeaveOut(packet, nowNs);
          } else {
            skip(train, nowNs);
          }
        }
        case OTHER -> {
          // Of an encoding that is not for this slot.
        }
      }
    }
  }

  private void send(Packet packet, long nowNs) {
    if (!sendOrSupersede(packet, nowNs)) {
      beginAnew(nowNs);
    }
  }

  /** Sends a packet; one that begins a key frame rather than what waits and is older. */
  private boolean sendOrSupersede(Packet packet, long nowNs) {
    if (sender.send(packet, nowNs)) {
      return true;
    }
    if (!packet.keyFrame) {
      return false;
    }
    sender.giveUpWaiting();
    return sender.send(packet, nowNs);
  }

  /** Goes on at the next key frame, since something was given up that the link did not carry. */
  void beginAnew(long nowNs) {
    selector.rebind(true);
    backoff.onRefused(nowNs);
    mayCatchUpUntilNs = nowNs; // What was given up need not be sent after all.
    needKeyFrame(nowNs);
  }

  private void leaveOut(Packet packet, long nowNs) {
    counters.increment(PacketCounter.LAYER_LEFT_OUT);
    sender.leaveOut(packet, nowNs);
  }

  /** Shows the encoding of a packet from this one on. */
  private void enter(Train train, int index, long nowNs) {
    Track shown = track;
    if (shown == null) {
      return;
    }
    Packet first = train.packet(index);
    Encoding encoding = shown.encoding(first.encoding);
    if (shown.isSimulcast()) {
      shown.makeStale(this);
    }
    sender.bind(encoding.bindings().to(parameters.rtp()), first);
    if (sendOrSupersede(first, nowNs)) {
      sendWhatOvertook(encoding, train, index, nowNs);
    } else {
      beginAnew(nowNs);
    }
  }

  /** Whether one of the next packets of what shall be shown may let it {@link #catchUp}. */
  private boolean mayCatchUp(Track shown, long nowNs) {
    int wanted = selector.target();
    if (wanted == LayerSelector.NONE || !selector.awaitsKeyFrame()) {
      return false;
    }
    KeyFrameCache cache = shown.encoding(wanted).cache();
    return cache != null && mayCatchUpUntilNs - nowNs > 0 && cache.mayBecomeUseful(nowNs);
  }

  /**
   * Starts from the latest key frame in the past, now that a packet comes which follows what the
   * history holds: the publisher need not make another one.
   */
  private boolean catchUp(Packet live, long nowNs) {
    Track shown = track;
    boolean fresh = mayCatchUpUntilNs - nowNs > 0;
    if (shown == null || !fresh || !selector.awaitsKeyFrame() || !sender.isReady()) {
      return false;
    }
    Encoding encoding = shown.encoding(live.encoding);
    KeyFrameCache cache = encoding.cache();
    PacketHistory history = encoding.history();
    if (cache == null || history == null || live.extendedSequence <= history.newest()) {
      return false; // Something late, which the history lacks.
    }
    Packet first = cache.start(sender.burstBytes(), nowNs);
    if (first == null) {
      return false;
    }
    selector.select(first);
    if (shown.isSimulcast()) {
      shown.makeStale(this);
    }
    sender.catchUp(encoding.bindings().to(parameters.rtp()), first, cache.frames(), cache.newest());
    if (!sendOrSupersede(first, nowNs)) {
      beginAnew(nowNs);
      return false;
    }
    counters.increment(PacketCounter.KEYFRAMES_FROM_CACHE);
    sendFrom(first.extendedSequence + 1, history, nowNs);
    return true;
  }

  private void sendFrom(long sequence, PacketHistory history, long nowNs) {
    for (long next = sequence; next <= history.newest(); next++) {
      Packet packet = history.get(next);
      if (packet != null) {
        sendOrLeaveOut(packet, nowNs);
      }
    }
  }

  private void sendOrLeaveOut(Packet packet, long nowNs) {
    if (selector.select(packet) == LayerSelector.Verdict.FORWARD) {
      send(packet, nowNs);
    } else {
      leaveOut(packet, nowNs);
    }
  }

  private void skip(Train train, long nowNs) {
    counters.increment(PacketCounter.WAITING_FOR_KEYFRAME);
    Track shown = track;
    if (shown != null && !train.hasKeyFrame() && !mayCatchUp(shown, nowNs)) {
      needKeyFrame(selector.wantedKeyFrame(), nowNs);
    }
  }

  /**
   * The subscriber, or this slot, cannot go on without a key frame. One that comes before the
   * subscriber's transport stands is wasted, and the next could only be asked for after a pause:
   * the transport's owner restarts the slot when it stands.
   */
  void needKeyFrame(long nowNs) {
    int shown = selector.current();
    needKeyFrame(shown == LayerSelector.NONE ? selector.target() : shown, nowNs);
  }

  private void needKeyFrame(int encoding, long nowNs) {
    boolean mayAsk = !selector.awaitsKeyFrame() || backoff.mayAsk(nowNs);
    if (track != null
        && mayAsk
        && encoding != LayerSelector.NONE
        && !track.muted()
        && sender.isReady()) {
      track.encoding(encoding).keyFrames().want(nowNs);
    }
  }

  /** When the request for a key frame is due again; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    return track == null ? Long.MAX_VALUE : track.nextKeyFrameNs();
  }

  /** Later packets of the key frame may have come before its first one, lately or in this train. */
  private void sendWhatOvertook(Encoding encoding, Train train, int index, long nowNs) {
    PacketHistory history = encoding.history();
    if (history == null) {
      return;
    }
    long newest = Math.max(history.newest(), train.newest(index));
    for (long next = train.packet(index).extendedSequence + 1; next <= newest; next++) {
      Packet kept = history.get(next);
      Packet later = kept == null ? train.find(next, index) : kept;
      if (later != null) {
        sendOrLeaveOut(later, nowNs);
      }
    }
  }

  /** What it was given, shows, and has been sent so far. */
  SlotStatistics statistics() {
    return SlotReport.of(this, selector);
  }

  private List<CodecParameters> codecs() {
    return parameters.rtp().codecs();
  }
}
