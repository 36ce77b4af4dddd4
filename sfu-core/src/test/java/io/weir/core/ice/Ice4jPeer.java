package io.weir.core.ice;

import io.weir.core.control.IceParameters;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.RemoteCandidate;

/** A full-ICE client: ice4j's agent with real sockets, one host candidate of the server's. */
final class Ice4jPeer implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("org.ice4j");

  static {
    // Otherwise the first agent asks a cloud's metadata address over HTTP.
    System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
    LOGGER.setLevel(Level.SEVERE);
  }

  private final Agent agent;
  private final Component component;
  private final CompletableFuture<IceProcessingState> outcome = new CompletableFuture<>();

  Ice4jPeer(boolean controlling) throws Exception {
    agent = new Agent();
    agent.setControlling(controlling);
    IceMediaStream stream = agent.createMediaStream("media");
    component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
    agent.addStateChangeListener(event -> {
      IceProcessingState state = agent.getState();
      if (state.isEstablished() || state == IceProcessingState.FAILED) {
        outcome.complete(state);
      }
    });
  }

  IceParameters parameters() {
    return new IceParameters(agent.getLocalUfrag(), agent.getLocalPassword());
  }

  boolean controlling() {
    return agent.isControlling();
  }

  /** Runs checks against a server until they end; whether a pair was selected. */
  boolean connect(InetSocketAddress server, IceParameters remote) throws Exception {
    IceMediaStream stream = component.getParentStream();
    stream.setRemoteUfrag(remote.usernameFragment());
    stream.setRemotePassword(remote.password());
    TransportAddress address =
        new TransportAddress(server.getAddress(), server.getPort(), Transport.UDP);
    component.addRemoteCandidate(
        new RemoteCandidate(
            address, component, CandidateType.HOST_CANDIDATE, "1", 2_130_706_431L, null));
    agent.startConnectivityEstablishment();
    return outcome.get(30, TimeUnit.SECONDS).isEstablished();
  }

  /** The local port of the selected pair. */
  int selectedPort() {
    return component.getSelectedPair().getLocalCandidate().getTransportAddress().getPort();
  }

  @Override
  public void close() {
    agent.free();
  }
}
