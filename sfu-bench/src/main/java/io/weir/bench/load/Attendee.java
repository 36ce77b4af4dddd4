package io.weir.bench.load;

import io.vertx.core.Future;
import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.media.ClientMedia;
import io.weir.bench.load.media.MediaClient;
import io.weir.bench.load.media.MediaPlane;
import io.weir.bench.load.media.RemoteMedia;
import io.weir.bench.load.sdp.ClientAnswer;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;
import io.weir.bench.load.signal.Peer;
import io.weir.bench.load.signal.Signaling;
import io.weir.bench.load.signal.SignalingException;
import io.weir.bench.load.signal.SignalingSession;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One client: joins, stays, leaves. The director's thread calls it and changes its state; as {@link
 * Peer} signaling's event loops call it.
 */
final class Attendee implements Peer {

  /** How far it is. */
  enum State {
    NEW,
    SIGNALING,
    CONNECTING,
    JOINED,
    FAILED,
    LEFT
  }

  /** Whom it tells; called on the director's thread. */
  interface Listener {
    void joined(Attendee client);

    /** It did not get in. */
    void failed(Attendee client, String step, String cause);

    /** It was in, and is no more. */
    void lost(Attendee client, String reason);

    void postponed(Attendee client, String reason);
  }

  private static final long NOT_CUT = Long.MIN_VALUE;

  private final String name;
  private final String room;
  private final ClientRole role;
  private final MediaPlan plan;
  private final MediaPlane plane;
  private final Signaling signaling;
  private final Executor director;
  private final Listener listener;
  private final long seed;
  private State state = State.NEW;
  private int attempt;
  private long cutAtNs = NOT_CUT;
  private volatile @Nullable MediaClient media;
  private @Nullable SignalingSession session;
  private volatile boolean connecting;

  Attendee(String name, String room, ClientRole role, long seed, Surroundings around) {
    this.name = name;
    this.room = room;
    this.role = role;
    this.seed = seed;
    this.plan = around.plan();
    this.plane = around.plane();
    this.signaling = around.signaling();
    this.director = around.director();
    this.listener = around.listener();
  }

  /**
   * What all clients of a run share.
   *
   * @param plan what they send and want
   * @param plane where their media lives
   * @param signaling how they get in
   * @param director the thread of all their state
   * @param listener who counts them
   */
  record Surroundings(
      MediaPlan plan,
      MediaPlane plane,
      Signaling signaling,
      Executor director,
      Listener listener) {}

  /** Begins to join; the listener hears how it ends. Returns which attempt it is. */
  int join() {
    attempt++;
    begin();
    return attempt;
  }

  private void begin() {
    state = State.SIGNALING;
    connecting = false;
    long startNs = System.nanoTime();
    ClientMedia wanted = plan.media(role, name, seed);
    boolean answers = !role.publishes() && signaling.offersToViewers();
    Thread.startVirtualThread(() -> {
      try {
        MediaClient opened = plane.open(answers ? wanted.answering() : wanted, startNs); // may wait
        director.execute(() -> enter(opened));
      } catch (IOException e) {
        director.execute(() -> fail("socket", SignalingException.causeOf(e)));
      }
    });
  }

  private void enter(MediaClient opened) {
    if (state != State.SIGNALING) {
      opened.close();
      return;
    }
    media = opened;
    signaling
        .join(this)
        .onSuccess(entered -> director.execute(() -> entered(entered)))
        .onFailure(failure ->
            director.execute(() -> fail("signaling", SignalingException.causeOf(failure))));
  }

  private void entered(SignalingSession entered) {
    if (state == State.FAILED || state == State.LEFT) {
      entered.leave();
      return;
    }
    session = entered;
  }

  /** Gives up an attempt that has not succeeded; for the director's timer. */
  void expire(int which) {
    if (which != attempt) {
      return;
    }
    if (state == State.SIGNALING || state == State.CONNECTING) {
      fail(state == State.SIGNALING ? "signaling" : "media", "it took too long");
    }
  }

  private void fail(String step, String cause) {
    if (state == State.SIGNALING || state == State.CONNECTING) {
      state = State.FAILED;
      release();
      listener.failed(this, step, cause);
    }
  }

  private void connect(RemoteMedia remote) throws DescriptionException {
    MediaClient client = mediaClient();
    if (connecting) {
      client.update(remote);
      return;
    }
    connecting = true;
    director.execute(() -> state = state == State.SIGNALING ? State.CONNECTING : state);
    CompletableFuture<Void> _ =
        client
            .connect(remote)
            .whenComplete((done, failure) -> director.execute(() -> connected(failure)));
  }

  private void connected(@Nullable Throwable failure) {
    if (failure != null) {
      fail("media", SignalingException.causeOf(failure));
    } else if (state == State.CONNECTING || state == State.SIGNALING) {
      state = State.JOINED;
      listener.joined(this);
    }
  }

  private MediaClient mediaClient() throws DescriptionException {
    MediaClient client = media;
    if (client == null) {
      throw new DescriptionException("The client has left.");
    }
    return client;
  }

  /** Leaves with a goodbye; done when the server knows. */
  Future<Void> leave() {
    SignalingSession entered = session;
    state = State.LEFT;
    release();
    return entered == null ? Future.succeededFuture() : entered.leave().otherwiseEmpty();
  }

  private void release() {
    MediaClient client = media;
    media = null;
    session = null;
    if (client != null) {
      client.close();
    }
  }

  /** Cuts its signaling and takes it up again. */
  Future<Void> resume() {
    SignalingSession entered = session;
    if (entered == null) {
      return Future.failedFuture(new SignalingException("it is not in a room"));
    }
    entered.cut();
    return entered.resume();
  }

  /** Leaves and joins anew; returns which attempt it is. */
  int rejoin() {
    cutAtNs = System.nanoTime();
    int next = attempt + 1;
    leave().onComplete(left -> director.execute(this::join));
    return next;
  }

  /** When it was cut, in the past of {@link System#nanoTime}; nothing for one that was not. */
  OptionalLong cutAtNs() {
    return cutAtNs == NOT_CUT ? OptionalLong.empty() : OptionalLong.of(cutAtNs);
  }

  /** Its figures so far; nothing without media. */
  Optional<CompletableFuture<ClientSnapshot>> snapshot() {
    MediaClient client = media;
    return client == null ? Optional.empty() : Optional.of(client.snapshot());
  }

  void setSending(boolean sends) {
    MediaClient client = media;
    if (client != null) {
      client.setSending(sends, sends);
    }
  }

  /** Looks whether its media still stands. */
  void check(ClientSnapshot snapshot) {
    if (state == State.JOINED) {
      switch (snapshot.state()) {
        case FAILED -> ended("its media failed: " + snapshot.failure());
        case CLOSED -> ended("the server closed its media");
        default -> {
          // Fine.
        }
      }
    }
  }

  State state() {
    return state;
  }

  ClientRole role() {
    return role;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String room() {
    return room;
  }

  @Override
  public boolean publishes() {
    return role.publishes();
  }

  @Override
  public boolean watches() {
    return role.watches();
  }

  @Override
  public ClientOffer offer() throws DescriptionException {
    return ClientOffer.of(mediaClient().local(), plan.wishes(role));
  }

  @Override
  public void accept(ClientOffer offer, String answer) throws DescriptionException {
    connect(offer.accept(answer));
  }

  @Override
  public String answer(String offer) throws DescriptionException {
    ClientAnswer answer = ClientAnswer.to(offer, mediaClient().local(), plan.wishes(role));
    connect(answer.remote());
    return answer.text();
  }

  @Override
  public boolean isWaiting() {
    return media != null;
  }

  @Override
  public void ended(String reason) {
    director.execute(() -> {
      if (state == State.JOINED) {
        state = State.FAILED;
        release();
        listener.lost(this, reason);
      } else {
        fail("signaling", reason);
      }
    });
  }

  @Override
  public void postponed(String reason) {
    director.execute(() -> listener.postponed(this, reason));
  }
}
