package io.weir.core.transport;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.counter.PacketCounter;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.ice.IceLiteAgent;
import java.lang.foreign.MemorySegment;

/**
 * Carries datagrams between one transport's DTLS engine and the network, to where ICE says that the
 * client is. Worker thread only.
 */
final class DtlsDatagrams {
  private final TransportContext context;
  private final DtlsEngine engine;
  private final IceLiteAgent ice;
  private final DtlsEngine.Output output = this::send;

  DtlsDatagrams(TransportContext context, DtlsEngine engine, IceLiteAgent ice) {
    this.context = context;
    this.engine = engine;
    this.ice = ice;
  }

  /** Gives the engine a packet, with the worker's reference to it. */
  void handlePacket(Packet packet, long nowNs) {
    if (!engine.handlePacket(packet.segment(), packet.offset, packet.length, nowNs)) {
      context.counters().increment(PacketCounter.DTLS_QUEUE_FULL);
    }
    context.recycler().recycle(packet);
  }

  /** Sends what the engine has ready. */
  void flush() {
    engine.poll(output);
  }

  private void send(MemorySegment segment, long offset, int length) {
    NetworkPath path = ice.selectedPath();
    if (path == null) {
      context.counters().increment(PacketCounter.NO_PATH);
      return;
    }
    DatagramSender sender = context.sender();
    long out = sender.reserve(length);
    Bytes.copy(segment, offset, sender.segment(), out, length);
    sender.commit(length, path);
  }
}
