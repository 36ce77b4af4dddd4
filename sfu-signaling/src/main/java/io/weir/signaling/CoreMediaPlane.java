package io.weir.signaling;

import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.Event;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.signaling.config.Settings;
import io.weir.signaling.session.MediaPlane;
import java.util.List;
import java.util.function.Consumer;

/** Stands in for the core's server until that has landed: takes commands and does nothing. */
final class CoreMediaPlane implements MediaPlane {

  private final Settings settings;
  private int last;

  private CoreMediaPlane(Settings settings) {
    this.settings = settings;
  }

  static MediaPlane start(Settings settings, Consumer<Event> events) {
    return new CoreMediaPlane(settings);
  }

  @Override
  public long newParticipant(String room) {
    return ++last;
  }

  @Override
  public IceParameters newIceParameters(long participant) {
    return new IceParameters("abcdefgh", "abcdefghijklmnopqrstuvwx");
  }

  @Override
  public List<IceCandidate> candidates(long participant) {
    return List.of();
  }

  @Override
  public DtlsFingerprint localFingerprint() {
    return new DtlsFingerprint("sha-256", "00");
  }

  @Override
  public int newSsrc() {
    return ++last;
  }

  @Override
  public void submit(Command command) {}

  @Override
  public String description() {
    return "No media, " + settings.workers() + " workers";
  }

  @Override
  public void close() {}
}
