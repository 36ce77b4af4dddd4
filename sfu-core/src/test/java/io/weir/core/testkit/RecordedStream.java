package io.weir.core.testkit;

import io.weir.core.testkit.model.FrameLabel;
import io.weir.core.testkit.model.RtpBytes;
import io.weir.core.testkit.model.StreamJudge;
import io.weir.core.testkit.model.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A forwarded VP8 stream of a real call, into which a test plants faults. Descriptors are those of
 * {@link SimulatedCodec#VP8} with temporal layers. One thread.
 */
final class RecordedStream {
  private static final int SEQUENCE = 2;
  private static final int TIMESTAMP = 4;
  private static final int SSRC = 8;
  private static final int PICTURE_ID = 2;
  private static final int TL0 = 4;
  private static final int LAYER = 5;

  private final List<byte[]> packets = new ArrayList<>();

  /** A stream without packets so far. */
  RecordedStream() {}

  /** A copy. */
  RecordedStream(RecordedStream like) {
    like.packets.forEach(this::add);
  }

  /** Takes a packet at the end. */
  void add(byte[] packet) {
    packets.add(packet.clone());
  }

  FrameLabel label(int index) {
    return SimulatedLabel.read(RtpBytes.of(packets.get(index)).payload());
  }

  int temporalLayer(int index) {
    return packets.get(index)[payload(index) + LAYER] >> 6 & 3;
  }

  boolean isSync(int index) {
    return (packets.get(index)[payload(index) + LAYER] & 0x20) != 0;
  }

  /** The first packet of the {@code n}-th encoding that came after the first one, from 1. */
  int switchAt(int n) {
    int found = 0;
    for (int i = 1; i < packets.size(); i++) {
      found += label(i).sameSource(label(i - 1)) ? 0 : 1;
      if (found == n) {
        return i;
      }
    }
    throw new AssertionError("no switch " + n);
  }

  /** Removes packets without a trace: numbers close up. */
  void removeUnseen(int from, Predicate<Integer> which) {
    remove(from, which);
    renumber();
    renumberPictures();
  }

  /** Removes packets; what is left stays as it is. */
  void remove(int from, Predicate<Integer> which) {
    List<byte[]> left = new ArrayList<>(packets.subList(0, from));
    for (int i = from; i < packets.size(); i++) {
      if (!which.test(i)) {
        left.add(packets.get(i));
      }
    }
    packets.clear();
    packets.addAll(left);
  }

  /** Puts a copy of a packet elsewhere; numbers make room. */
  void repeat(int index, int before) {
    byte[] copy = packets.get(index).clone();
    ByteBuffer.wrap(copy).putInt(TIMESTAMP, bytes(before).getInt(TIMESTAMP));
    packets.add(before, copy);
    renumber();
  }

  void swap(int one, int other) {
    byte[] kept = packets.get(one);
    packets.set(one, packets.get(other));
    packets.set(other, kept);
    renumber();
  }

  /** Sends a packet again, in the same stream. */
  void addAgain(int index) {
    packets.add(packets.get(index));
  }

  /** Sends a packet again over RTX, with another byte at its end. */
  void addRetransmission(int index, int change) {
    byte[] original = packets.get(index);
    int start = payload(index);
    ByteBuffer rtx = ByteBuffer.allocate(original.length + 2);
    rtx.put(original, 0, start).put(original, SEQUENCE, 2);
    rtx.put(original, start, original.length - start);
    rtx.putInt(SSRC, rtx.getInt(SSRC) + 1);
    rtx.array()[original.length + 1] += (byte) change;
    packets.add(rtx.array());
  }

  void shiftPictureIds(int from, int by) {
    for (int i = from; i < packets.size(); i++) {
      int at = payload(i) + PICTURE_ID;
      int id = bytes(i).getShort(at) + by & 0x7FFF;
      bytes(i).putShort(at, (short) (0x8000 | id));
    }
  }

  void shiftTl0(int from, int by) {
    for (int i = from; i < packets.size(); i++) {
      packets.get(i)[payload(i) + TL0] += (byte) by;
    }
  }

  void shiftTimestamps(int from, int by) {
    for (int i = from; i < packets.size(); i++) {
      bytes(i).putInt(TIMESTAMP, bytes(i).getInt(TIMESTAMP) + by);
    }
  }

  void clearMarker(int index) {
    packets.get(index)[1] &= 0x7F;
  }

  boolean isMarked(int index) {
    return packets.get(index)[1] < 0;
  }

  /** Gives packets the numbers that follow the first one's. */
  void renumber() {
    int first = bytes(0).getShort(SEQUENCE);
    for (int i = 0; i < packets.size(); i++) {
      bytes(i).putShort(SEQUENCE, (short) (first + i));
    }
  }

  /** Gives frames the picture ids and tl0picidx that follow the first one's. */
  private void renumberPictures() {
    int picture = bytes(0).getShort(payload(0) + PICTURE_ID) & 0x7FFF;
    int tl0 = packets.get(0)[payload(0) + TL0];
    for (int i = 0; i < packets.size(); i++) {
      if (i > 0 && bytes(i).getInt(TIMESTAMP) != bytes(i - 1).getInt(TIMESTAMP)) {
        picture = picture + 1 & 0x7FFF;
        tl0 += temporalLayer(i) == 0 ? 1 : 0;
      }
      bytes(i).putShort(payload(i) + PICTURE_ID, (short) (0x8000 | picture));
      packets.get(i)[payload(i) + TL0] = (byte) tl0;
    }
  }

  StreamJudge.Report judge() {
    RtpBytes first = RtpBytes.of(packets.get(0));
    StreamJudge judge =
        new StreamJudge(
            first.ssrc(),
            first.ssrc() + 1,
            Map.of(first.payloadType(), VideoFormat.VP8),
            SimulatedLabel::read);
    packets.forEach(judge::take);
    return judge.report();
  }

  private ByteBuffer bytes(int index) {
    return ByteBuffer.wrap(packets.get(index));
  }

  /** Where the payload begins: packets have no padding. */
  private int payload(int index) {
    byte[] packet = packets.get(index);
    return packet.length - RtpBytes.of(packet).payload().length;
  }
}
