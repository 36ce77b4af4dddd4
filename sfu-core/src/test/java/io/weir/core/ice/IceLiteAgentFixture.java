package io.weir.core.ice;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.IceParameters;
import io.weir.core.counter.PacketCounters;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunVerdict;
import io.weir.core.stun.StunWriter;
import io.weir.core.stun.UsernameFragments;
import io.weir.core.testkit.StunClient;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An agent in virtual time whose listener writes down what it hears. */
final class IceLiteAgentFixture implements IceLiteAgent.Listener {
  static final IceParameters SERVER = new IceParameters("srvUfrg1", "server-password-one-long");
  static final IceParameters CLIENT = new IceParameters("cUf1", "client-password-one-long");
  static final IceParameters NEW_SERVER = new IceParameters("srvUfrg2", "server-password-two-long");
  static final IceParameters NEW_CLIENT = new IceParameters("cUf2", "client-password-two-long");

  final List<String> heard = new ArrayList<>();
  private final Set<NetworkPath> paths = new HashSet<>();
  final PacketCounters counters = new PacketCounters();
  final StunClient client = new StunClient(CLIENT, SERVER, 1);
  final StunClient newClient = new StunClient(NEW_CLIENT, NEW_SERVER, 2);
  final IceLiteAgent agent;
  long nowNs = Long.MAX_VALUE - 10_000_000_000L; // Wraps around within each longer test.

  private final StunBindingValidator validator = new StunBindingValidator();
  private final Packet packet = Objects.requireNonNull(new PacketPool(Arena.ofAuto(), 1).acquire());

  IceLiteAgentFixture() {
    agent = new IceLiteAgent(SERVER, CLIENT, counters, this);
  }

  static NetworkPath path(int number) {
    return NetworkPath.ofIpv4(0, 0x0A00_0001, 10_000 + number);
  }

  /** Has a request arrive over a path; the response, or null for none. */
  byte @Nullable [] arrive(byte[] request, NetworkPath path) {
    packet.offset = packet.base();
    packet.length = request.length;
    MemorySegment.copy(
        request, 0, packet.segment(), ValueLayout.JAVA_BYTE, packet.offset, request.length);
    comeFrom(path);
    StunVerdict verdict = validator.validate(packet.segment(), packet.offset, packet.length);
    if (verdict != StunVerdict.BINDING_REQUEST) {
      verdict.countDrop(counters);
      return null;
    }
    byte[] out = new byte[StunWriter.MAX_LENGTH];
    int length =
        agent.handleBindingRequest(validator, packet, MemorySegment.ofArray(out), 0, nowNs);
    return length == 0 ? null : Arrays.copyOf(out, length);
  }

  /** Has authenticated media arrive over a path. */
  void mediaArrives(NetworkPath path) {
    comeFrom(path);
    agent.onPacket(packet, nowNs);
  }

  /** What the agent calls the path of the packet that arrived last. */
  NetworkPath pathOfLast() {
    return agent.pathOf(packet);
  }

  void advanceSeconds(long seconds) {
    nowNs += seconds * 1_000_000_000L;
    agent.handleTimeout(nowNs);
  }

  private void comeFrom(NetworkPath path) {
    packet.socket = path.socket();
    packet.sourceHigh = path.addressHigh();
    packet.sourceLow = path.addressLow();
    packet.sourcePort = path.port();
  }

  @Override
  public void onUsernameFragmentAdded(long key) {
    heard.add("+" + UsernameFragments.format(key));
  }

  @Override
  public void onUsernameFragmentRemoved(long key) {
    heard.add("-" + UsernameFragments.format(key));
  }

  @Override
  public void onPathValidated(NetworkPath path) {
    if (paths.add(path)) {
      heard.add("+" + number(path));
    }
  }

  @Override
  public void onPathRemoved(NetworkPath path) {
    paths.remove(path);
    heard.add("-" + number(path));
  }

  @Override
  public void onPathSelected(NetworkPath path) {
    heard.add("selected " + number(path));
  }

  private static int number(NetworkPath path) {
    return path.port() - 10_000;
  }
}
