package io.weir.core.room;

import io.weir.core.control.MediaKind;

/** A track that is published on another worker. Worker thread only. */
final class RemoteSource implements Track.Source {
  private final TrackHandle handle;
  private final int owner;
  private final WorkerLinks links;

  /**
   * The source of a track.
   *
   * @param owner index of the worker where it is published
   */
  RemoteSource(TrackHandle handle, int owner, WorkerLinks links) {
    this.handle = handle;
    this.owner = owner;
    this.links = links;
  }

  @Override
  public boolean sendsOnlyWhatIsWanted() {
    return true;
  }

  @Override
  public void askForKeyFrame(int encoding) {
    links.send(owner, new RoomMessage.KeyFrameWanted(handle, encoding));
  }

  /** Audio comes from everywhere anyway, because every share looks for the speakers. */
  @Override
  public void onWanted(int encodings, long nowNs) {
    if (handle.kind() == MediaKind.VIDEO) {
      links.send(owner, new RoomMessage.Wanted(handle, links.self(), encodings));
    }
  }
}
