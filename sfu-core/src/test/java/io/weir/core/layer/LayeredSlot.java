package io.weir.core.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounters;
import io.weir.core.stream.PacketHistory;
import io.weir.core.stream.SendStream;
import io.weir.core.stream.TrackBindings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A slot without a transport: forwards what the selector lets through of several encodings, and
 * remembers the bytes that leave. One thread.
 */
final class LayeredSlot {
  private static final int HISTORY = 1024;
  private static final RtpParameters PUBLISHED = parameters(96);
  private static final RtpParameters SUBSCRIBED = parameters(120);

  final LayerSelector selector = new LayerSelector();
  final SendStream stream;
  private final PacketCounters counters = new PacketCounters();
  private final PacketHistory[] histories;
  private final TrackBindings[] bindings;
  private final MemorySegment out = Arena.ofAuto().allocate(SendStream.MAX_PACKET);
  private final NavigableMap<Integer, Sent> sent = new TreeMap<>();
  private int highest = -1;
  private int switches;
  private int rewritten;

  /**
   * A packet that left.
   *
   * @param sequence unwrapped
   * @param beginning how many encodings had been entered by then, this one included
   * @param payload nothing for a packet that only takes a number
   */
  record Sent(int sequence, int beginning, long timestamp, boolean marker, ByteBuffer payload) {
    boolean isEmpty() {
      return !payload.hasRemaining();
    }
  }

  LayeredSlot(int encodingCount, long random, long nowNs) {
    histories = new PacketHistory[encodingCount];
    bindings = new TrackBindings[encodingCount];
    for (int i = 0; i < encodingCount; i++) {
      histories[i] = new PacketHistory(HISTORY, packet -> packet.pool().release(packet));
      bindings[i] = new TrackBindings(7, i, histories[i], PUBLISHED);
    }
    stream = new SendStream(SUBSCRIBED, counters, random, 0, nowNs);
    selector.rebind(true);
  }

  private static RtpParameters parameters(int payloadType) {
    return new RtpParameters(
        "m",
        MediaKind.VIDEO,
        List.of(
            new CodecParameters(
                payloadType, "VP8", 90_000, 0, Map.of(), Set.of("nack"), payloadType + 1)),
        Map.of(),
        List.of(new EncodingParameters("", 1, 2)),
        "weir");
  }

  /** What left, by unwrapped sequence number. */
  NavigableMap<Integer, Sent> sent() {
    return sent;
  }

  /** How often another encoding was shown. */
  int switches() {
    return switches;
  }

  /** How many payloads were copied because their picture's numbers are others here. */
  int rewritten() {
    return rewritten;
  }

  /** Takes a packet of an encoding, which goes into its history. */
  void receive(Packet packet, long nowNs) {
    switch (selector.select(packet)) {
      case FORWARD -> forward(packet, nowNs);
      case LEAVE_OUT -> leaveOut(packet, nowNs);
      case BEGIN, SWITCH -> enter(packet, nowNs);
      case SKIP, OTHER -> {
        // Nothing leaves.
      }
    }
    histories[packet.encoding].put(packet);
  }

  private void enter(Packet first, long nowNs) {
    switches++;
    stream.bind(bindings[first.encoding].to(SUBSCRIBED), first.extendedSequence);
    forward(first, nowNs);
    PacketHistory history = histories[first.encoding];
    for (long next = first.extendedSequence + 1; next <= history.newest(); next++) {
      Packet later = history.get(next);
      if (later == null) {
        continue;
      }
      if (selector.select(later) == LayerSelector.Verdict.FORWARD) {
        forward(later, nowNs);
      } else {
        leaveOut(later, nowNs);
      }
    }
  }

  private void forward(Packet packet, long nowNs) {
    int headerLength = stream.prepare(packet, out, 0, nowNs);
    if (headerLength == 0) {
      return;
    }
    rewritten += stream.hasPreparedPayload() ? 1 : 0;
    byte[] payload =
        stream.hasPreparedPayload()
            ? bytes(out, headerLength, packet.payloadLength)
            : bytes(packet.segment(), packet.payloadOffset(), packet.payloadLength);
    note(payload);
  }

  private void leaveOut(Packet packet, long nowNs) {
    if (stream.leaveOut(packet, out, 0, nowNs) > 0) {
      note(new byte[0]);
    }
  }

  private void note(byte[] payload) {
    ByteBuffer header = ByteBuffer.wrap(bytes(out, 0, 12));
    int number = header.getShort(2) & 0xFFFF;
    int sequence = highest < 0 ? 0x10000 + number : highest + (short) (number - highest);
    highest = Math.max(highest, sequence);
    Sent packet =
        new Sent(sequence, switches, header.getInt(4), header.get(1) < 0, ByteBuffer.wrap(payload));
    assertThat(sent.put(sequence, packet)).as("a number twice").isNull();
  }

  /** Asks for a packet again, and compares what comes with what left. */
  void askAgain(int sequence, long nowNs) {
    Sent before = Objects.requireNonNull(sent.get(sequence));
    int length = stream.prepareRetransmission(sequence & 0xFFFF, out, 0, nowNs);
    assertThat(length).as("retransmission of " + sequence).isPositive();
    int headerLength = stream.preparedRetransmissionHeaderLength();
    ByteBuffer header = ByteBuffer.wrap(bytes(out, 0, 12));
    ByteBuffer payload = ByteBuffer.wrap(bytes(out, headerLength, length - headerLength));
    assertThat(payload.getShort() & 0xFFFF).isEqualTo(sequence & 0xFFFF);
    assertThat(payload).isEqualTo(before.payload());
    assertThat((long) header.getInt(4)).isEqualTo(before.timestamp());
    assertThat(header.get(1) < 0).isEqualTo(before.marker());
  }

  private static byte[] bytes(MemorySegment segment, long offset, int length) {
    return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
