package io.weir.core.transport;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.ice.IceLiteAgent;

/** Keeps the worker's index of one transport's fragments and paths. Worker thread only. */
final class TransportPaths implements IceLiteAgent.Listener {
  private final TransportIndex index;
  private final Transport transport;

  TransportPaths(TransportIndex index, Transport transport) {
    this.index = index;
    this.transport = transport;
  }

  @Override
  public void onUsernameFragmentAdded(long key) {
    index.addUsernameFragment(key, transport);
  }

  @Override
  public void onUsernameFragmentRemoved(long key) {
    index.removeUsernameFragment(key);
  }

  @Override
  public void onPathValidated(NetworkPath path) {
    index.addPath(path, transport);
  }

  @Override
  public void onPathRemoved(NetworkPath path) {
    index.removePath(path, transport);
    transport.onPathChanged();
  }

  @Override
  public void onPathSelected(NetworkPath path) {
    transport.onPathSelected();
  }
}
