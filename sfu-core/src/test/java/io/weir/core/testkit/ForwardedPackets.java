package io.weir.core.testkit;

import io.weir.core.rtp.RtpPacketType;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import io.weir.core.testkit.model.StreamJudge;
import io.weir.core.testkit.model.VideoFormat;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads what leaves the server for one client, before the network does anything to it, and shows it
 * to a {@link StreamJudge} per video slot. One thread.
 */
final class ForwardedPackets {
  private static final int SSRC = 8;
  private static final int FIRST_RTP = 0x80;
  private static final int LAST_RTP = 0xBF;

  private final SrtpSession srtp;
  private final Map<Integer, StreamJudge> judges = new HashMap<>();
  private Consumer<byte[]> recorder = packet -> {};

  ForwardedPackets(SrtpEngine engine, SrtpKeys keys) {
    srtp = engine.open(keys, 64);
  }

  /** A judge for a slot, whose retransmissions have the next SSRC. */
  StreamJudge judge(int ssrc) {
    Map<Integer, VideoFormat> formats = new HashMap<>();
    for (SimulatedCodec codec : SimulatedCodec.values()) {
      formats.put(codec.subscribedPayloadType(), codec.format());
    }
    StreamJudge judge = new StreamJudge(ssrc, ssrc + 1, formats, SimulatedLabel::read);
    judges.put(ssrc, judge);
    judges.put(ssrc + 1, judge);
    return judge;
  }

  /** Shows each further video packet to {@code next}, decrypted. */
  void record(Consumer<byte[]> next) {
    recorder = next;
  }

  /** Takes a datagram on its way to the client. */
  void handle(byte[] datagram) {
    int first = datagram[0] & 0xFF;
    if (first < FIRST_RTP || first > LAST_RTP || RtpPacketType.isRtcp(datagram[1] & 0xFF)) {
      return;
    }
    StreamJudge judge = judges.get(ByteBuffer.wrap(datagram).getInt(SSRC));
    if (judge == null) {
      return;
    }
    byte[] packet = datagram.clone();
    int length = srtp.unprotectRtp(MemorySegment.ofArray(packet), 0, packet.length);
    if (length < 0) {
      throw new AssertionError("the server sent what its client cannot authenticate");
    }
    byte[] plain = Arrays.copyOf(packet, length);
    judge.take(plain);
    recorder.accept(plain);
  }
}
