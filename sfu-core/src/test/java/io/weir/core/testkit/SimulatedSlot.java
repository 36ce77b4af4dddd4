package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The receiving end of one video slot: puts frames of {@link SimulatedVideo} together, decodes what
 * follows without a gap from a key frame, asks for what is missing. One thread.
 */
public final class SimulatedSlot {
  private static final long NACK_AFTER_NS = 10_000_000L;
  private static final long NACK_AGAIN_NS = 60_000_000L;
  private static final long PLI_AFTER_NS = 400_000_000L;

  private final TreeSet<Integer> received = new TreeSet<>();
  private final Map<Integer, Long> missing = new HashMap<>();
  private final TreeMap<Integer, Frame> frames = new TreeMap<>();
  private final List<Integer> shown = new ArrayList<>();
  private final List<Integer> encodings = new ArrayList<>();
  private int publisher = -1;
  private int encoding = -1;
  private int publisherSince;
  private int csrc;
  private int decodedFrame = -1;
  private boolean decoding;
  private int decoded;
  private int highest = -1;
  private int lastTimestamp;
  private boolean timestampsWentBack;
  private long lastDecodedNs;
  private long lastPliNs;

  private static final class Frame {
    private final boolean[] packets;
    private boolean key;
    private int timestamp;

    private Frame(int count) {
      packets = new boolean[count];
    }

    private boolean complete() {
      for (boolean packet : packets) {
        if (!packet) {
          return false;
        }
      }
      return true;
    }
  }

  /** Frames decoded so far. */
  public int decoded() {
    return decoded;
  }

  /** Publisher of the frame decoded last; -1 before the first. */
  public int publisher() {
    return publisher;
  }

  /** CSRC of the packet received last. */
  public int csrc() {
    return csrc;
  }

  /** Publishers in the order in which they came to be seen. */
  public List<Integer> shown() {
    return shown;
  }

  /** Encodings in the order in which they came to be seen. */
  public List<Integer> encodings() {
    return encodings;
  }

  /** Encoding of the frame decoded last; -1 before the first. */
  public int encoding() {
    return encoding;
  }

  /** Whether a decoded frame ever had an older timestamp than the one before. */
  public boolean timestampsWentBack() {
    return timestampsWentBack;
  }

  /** Sequence numbers between the first and the last that never arrived. */
  public int holes() {
    return received.isEmpty() ? 0 : received.last() - received.first() + 1 - received.size();
  }

  /** RTP timestamp of the frame decoded last. */
  public int lastTimestamp() {
    return lastTimestamp;
  }

  /** Number of the frame decoded last. */
  public int lastFrame() {
    return decodedFrame;
  }

  /** When the last frame was decoded. */
  public long lastDecodedNs() {
    return lastDecodedNs;
  }

  /** Takes a media or RTX packet that was parsed. */
  void receive(Packet packet, boolean rtx, long nowNs) {
    ByteBuffer bytes =
        packet.segment().asSlice(packet.payloadOffset(), packet.payloadLength).asByteBuffer();
    int number = rtx ? bytes.getShort() & 0xFFFF : packet.sequenceNumber;
    int sequence = unwrap(number);
    csrc = ByteBuffer.wrap(header(packet)).getInt(12);
    if (received.isEmpty()) {
      lastDecodedNs = nowNs; // Its patience begins.
    }
    if (received.add(sequence)) {
      noteMissing(sequence, nowNs);
      takePayload(bytes, sequence, packet.timestamp, nowNs);
    }
  }

  /** Sequence numbers to ask for now. */
  List<Integer> dueNacks(long nowNs) {
    List<Integer> due = new ArrayList<>();
    for (Map.Entry<Integer, Long> entry : missing.entrySet()) {
      if (entry.getValue() - nowNs <= 0 && highest - entry.getKey() < 500) {
        due.add(entry.getKey() & 0xFFFF);
        entry.setValue(nowNs + NACK_AGAIN_NS);
      }
    }
    return due;
  }

  /** Whether decoding is stuck for so long that a key frame is needed; asks once per pause. */
  boolean needsKeyFrame(long nowNs) {
    boolean stuck =
        !received.isEmpty() && nowNs - Math.max(lastDecodedNs, lastPliNs) > PLI_AFTER_NS;
    if (stuck) {
      lastPliNs = nowNs;
    }
    return stuck;
  }

  private static byte[] header(Packet packet) {
    byte[] header = new byte[16];
    packet.segment().asSlice(packet.offset, 16).asByteBuffer().get(header);
    return header;
  }

  private int unwrap(int number) {
    if (highest < 0) {
      highest = 0x10000 + number;
    }
    return highest + (short) (number - highest);
  }

  private void noteMissing(int sequence, long nowNs) {
    missing.remove(sequence);
    for (int gap = highest + 1; gap < sequence; gap++) {
      missing.put(gap, nowNs + NACK_AFTER_NS);
    }
    highest = Math.max(highest, sequence);
  }

  private void takePayload(ByteBuffer bytes, int sequence, long timestamp, long nowNs) {
    int start = bytes.position();
    boolean key = (bytes.get(start + 1) & 1) == 0;
    bytes.position(start + SimulatedVideo.LABEL);
    int number = bytes.getInt();
    int index = bytes.get();
    int count = bytes.get();
    int from = bytes.getInt();
    int of = bytes.get();
    if (from != publisher || of != encoding) {
      // A late packet of what the slot showed before is of no use any more.
      if (!key || sequence < publisherSince) {
        return;
      }
      if (from != publisher) {
        shown.add(from);
      }
      encodings.add(of);
      publisher = from;
      encoding = of;
      publisherSince = sequence;
      frames.clear();
      decoding = false;
    }
    Frame frame = frames.computeIfAbsent(number, ignored -> new Frame(count));
    frame.packets[index] = true;
    frame.key |= key;
    frame.timestamp = (int) timestamp;
    decode(nowNs);
  }

  private void decode(long nowNs) {
    for (Map.Entry<Integer, Frame> entry : List.copyOf(frames.entrySet())) {
      Frame frame = entry.getValue();
      boolean follows = decoding && entry.getKey() == decodedFrame + 1;
      boolean restarts = frame.key && (!decoding || entry.getKey() > decodedFrame);
      if (frame.complete() && (follows || restarts)) {
        timestampsWentBack |= decoded > 0 && frame.timestamp - lastTimestamp <= 0;
        lastTimestamp = frame.timestamp;
        lastDecodedNs = nowNs;
        decodedFrame = entry.getKey();
        decoding = true;
        decoded++;
      }
      if (decoding && entry.getKey() <= decodedFrame) {
        frames.remove(entry.getKey());
      }
    }
  }
}
