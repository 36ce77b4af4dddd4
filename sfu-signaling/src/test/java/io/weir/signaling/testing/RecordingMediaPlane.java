package io.weir.signaling.testing;

import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.Event;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.MediaStatistics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A media plane that only writes down what it is told, and says what a test tells it to say. */
public final class RecordingMediaPlane implements MediaPlane {

  private final List<Command> commands = new CopyOnWriteArrayList<>();
  private final AtomicLong participants = new AtomicLong();
  private final AtomicInteger ssrcs = new AtomicInteger(1000);
  private final AtomicInteger credentials = new AtomicInteger();
  private final Consumer<Event> events;
  private final CannedStatistics statistics = new CannedStatistics();
  private volatile CountDownLatch answersHeld = new CountDownLatch(0);

  public RecordingMediaPlane(Consumer<Event> events) {
    this.events = events;
  }

  /** Every command so far, in order. */
  public List<Command> commands() {
    return List.copyOf(commands);
  }

  /** The commands of one type so far, in order. */
  public <T extends Command> List<T> commands(Class<T> type) {
    return commands.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The last command of one type. */
  public <T extends Command> T last(Class<T> type) {
    return commands(type).getLast();
  }

  /** Lets no offer be answered until the returned task has run. */
  public Runnable holdAnswers() {
    CountDownLatch latch = new CountDownLatch(1);
    answersHeld = latch;
    return latch::countDown;
  }

  /** Says that something happened. */
  public void emit(Event event) {
    events.accept(event);
  }

  @Override
  public long newParticipant(String room) {
    return participants.incrementAndGet();
  }

  @Override
  public IceParameters newIceParameters(long participant) {
    return new IceParameters(
        "weir%04d".formatted(credentials.incrementAndGet()), "aPasswordOf24IceCharacte");
  }

  @Override
  public List<IceCandidate> candidates(long participant) {
    return List.of(new IceCandidate("1", "udp", 2_130_706_431L, "127.0.0.1", 40_000));
  }

  @Override
  public DtlsFingerprint localFingerprint() {
    try {
      answersHeld.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new DtlsFingerprint("sha-256", "AB" + ":CD".repeat(31));
  }

  @Override
  public int newSsrc() {
    return ssrcs.incrementAndGet();
  }

  @Override
  public void submit(Command command) {
    commands.add(command);
  }

  @Override
  public MediaStatistics statistics() {
    return statistics;
  }

  /** What tests make it measure. */
  public CannedStatistics canned() {
    return statistics;
  }

  @Override
  public String srtpEngine() {
    return "none";
  }

  @Override
  public String description() {
    return "Media: recorded";
  }

  @Override
  public void close() {}
}
