package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.RtpParameters;
import io.weir.core.stream.PacketHistory;
import io.weir.core.stream.SendBinding;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.Arena;

/** A track without publisher, whose packets a test makes by hand. One thread. */
final class TrackAtHand {
  static final int CSRC = 9;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 1024);
  private final PacketHistory history = new PacketHistory(512, pool::release);

  SendBinding binding() {
    RtpParameters rtp = TransportFixture.video("t", 1, 2);
    return new SendBinding(CSRC, history, rtp, rtp);
  }

  void send(RtpSender sender, long sequence) {
    send(sender, sequence, new byte[] {1, 2, 3});
  }

  /** Sends a packet of usual size at a moment of the caller's clock. */
  void sendAt(RtpSender sender, long sequence, long nowNs) {
    sendAt(sender, sequence, nowNs, new byte[1000]);
  }

  void send(RtpSender sender, long sequence, byte... payload) {
    sendAt(sender, sequence, sequence * 33_000_000L, payload);
  }

  private void sendAt(RtpSender sender, long sequence, long nowNs, byte[] payload) {
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(TransportFixture.VIDEO)
            .sequence(sequence)
            .timestamp(sequence * 3_000)
            .payload(payload)
            .buildParsed(pool);
    packet.extendedSequence = sequence;
    packet.captureNs = nowNs;
    sender.send(packet, nowNs);
    history.put(packet);
  }
}
