package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunVerdict;
import io.weir.core.transport.Demultiplexer;
import io.weir.core.transport.Demultiplexer.Protocol;
import io.weir.core.transport.Transport;

/**
 * Finds the transport of each datagram that a worker read. What belongs to none is counted and
 * dropped before it costs anything. Worker thread only; allocates nothing.
 */
final class Dispatcher {
  private final TransportDirectory directory;
  private final PacketCounters counters;
  private final PacketRecycler recycler;
  private final StunBindingValidator validator = new StunBindingValidator();

  Dispatcher(TransportDirectory directory, PacketCounters counters, PacketRecycler recycler) {
    this.directory = directory;
    this.counters = counters;
    this.recycler = recycler;
  }

  /** Takes a datagram with the worker's reference to it. */
  void dispatch(Packet packet, long nowNs) {
    if (packet.length == 0) {
      drop(packet, PacketCounter.TOO_SHORT);
      return;
    }
    Protocol protocol = Demultiplexer.classify(Bytes.u8(packet.segment(), packet.offset));
    switch (protocol) {
      case STUN -> {
        dispatchStun(packet, nowNs);
        recycler.recycle(packet);
      }
      case DTLS, RTP_OR_RTCP -> dispatchByPath(packet, nowNs);
      case UNKNOWN -> drop(packet, PacketCounter.UNKNOWN_PROTOCOL);
      default -> throw new AssertionError();
    }
  }

  /** Lets one transport go on whose DTLS handshake has news; false when there was none. */
  boolean dispatchProgress(long nowNs) {
    Transport transport = directory.pollProgress();
    if (transport == null) {
      return false;
    }
    try {
      transport.handleDtlsProgress(nowNs);
    } catch (RuntimeException e) {
      Defects.contain(transport, e);
    }
    return true;
  }

  /** A TCP connection has ended: whoever had it must do without. */
  void dispatchLoss(NetworkPath path) {
    Transport transport = directory.findByPath(path);
    if (transport == null) {
      return;
    }
    try {
      transport.handlePathLost(path);
    } catch (RuntimeException e) {
      Defects.contain(transport, e);
    }
  }

  private void dispatchStun(Packet packet, long nowNs) {
    StunVerdict verdict = validator.validate(packet.segment(), packet.offset, packet.length);
    if (verdict != StunVerdict.BINDING_REQUEST) {
      verdict.countDrop(counters);
      return;
    }
    Transport transport = directory.findByUfrag(validator.localUfragKey());
    if (transport == null) {
      counters.increment(PacketCounter.STUN_UNKNOWN_USERNAME);
      return;
    }
    try {
      transport.handleBindingRequest(validator, packet, nowNs);
    } catch (RuntimeException e) {
      Defects.contain(transport, e);
    }
  }

  private void dispatchByPath(Packet packet, long nowNs) {
    Transport transport = directory.findByPath(packet);
    if (transport == null) {
      drop(packet, PacketCounter.UNKNOWN_ADDRESS);
      return;
    }
    try {
      transport.handlePacket(packet, nowNs);
    } catch (RuntimeException e) {
      // If it was this transport, whether the packet was given back is unknown: losing it is better
      // than freeing it twice.
      Defects.contain(transport, e);
    }
  }

  private void drop(Packet packet, PacketCounter reason) {
    counters.increment(reason);
    recycler.recycle(packet);
  }
}
