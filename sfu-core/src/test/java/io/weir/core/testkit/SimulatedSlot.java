package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.testkit.model.FrameLabel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The receiving end of one video slot: puts frames of {@link SimulatedVideo} together, decodes what
 * frames that it depends on allow, asks for what is missing. One thread.
 */
public final class SimulatedSlot {
  private static final long NACK_AFTER_NS = 10_000_000L;
  private static final long NACK_AGAIN_NS = 60_000_000L;
  private static final long PLI_AFTER_NS = 400_000_000L;
  private static final int REFERENCES_KEPT = 64;
  private static final int ASKED_FOR = 500;

  /** How long a frame is held back for one before it whose packets are missing. */
  private static final long PATIENCE_NS = 250_000_000L;

  private final TreeSet<Integer> received = new TreeSet<>();
  private final TreeMap<Integer, Missing> missing = new TreeMap<>();
  private final TreeMap<Integer, Frame> frames = new TreeMap<>();
  private final List<Integer> shown = new ArrayList<>();
  private final List<Integer> encodings = new ArrayList<>();
  private final TreeSet<Integer> decodedFrames = new TreeSet<>();
  private int publisher = -1;
  private int encoding = -1;
  private int publisherSince;
  private int shownSequence;
  private int csrc;
  private int decodedFrame = -1;
  private int decoded;
  private int highest = -1;
  private int lastTimestamp;
  private boolean timestampsWentBack;
  private long lastDecodedNs;
  private long lastPliNs;
  private long longestPauseNs;

  /** A packet that others overtook: since when, and when to ask for it next. */
  private record Missing(long sinceNs, long askNs) {}

  private static final class Frame {
    private final boolean[] packets;
    private final List<Integer> references;
    private final int timestamp;
    private final int firstSequence;

    private Frame(FrameLabel label, int sequence, int timestamp) {
      this.firstSequence = sequence - label.index();
      this.packets = new boolean[label.count()];
      this.references = label.references();
      this.timestamp = timestamp;
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

  /** The longest time between two decoded frames since this was asked last. */
  public long takeLongestPauseNs() {
    long longest = longestPauseNs;
    longestPauseNs = 0;
    return longest;
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
      byte[] payload = new byte[bytes.remaining()];
      bytes.get(payload);
      if (payload.length > 0) {
        takePayload(SimulatedLabel.read(payload), sequence, (int) packet.timestamp, nowNs);
      }
    }
  }

  /** Sequence numbers to ask for now. */
  List<Integer> dueNacks(long nowNs) {
    decode(nowNs);
    List<Integer> due = new ArrayList<>();
    for (Map.Entry<Integer, Missing> entry : missing.tailMap(highest - ASKED_FOR).entrySet()) {
      Missing packet = entry.getValue();
      if (packet.askNs() - nowNs <= 0) {
        due.add(entry.getKey() & 0xFFFF);
        entry.setValue(new Missing(packet.sinceNs(), nowNs + NACK_AGAIN_NS));
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
      missing.put(gap, new Missing(nowNs, nowNs + NACK_AFTER_NS));
    }
    highest = Math.max(highest, sequence);
  }

  private void takePayload(FrameLabel label, int sequence, int timestamp, long nowNs) {
    if (label.publisher() != publisher || label.encoding() != encoding) {
      // A late packet of what the slot showed before is of no use any more.
      if (!label.references().isEmpty() || sequence < publisherSince) {
        return;
      }
      if (label.publisher() != publisher) {
        shown.add(label.publisher());
      }
      encodings.add(label.encoding());
      publisher = label.publisher();
      encoding = label.encoding();
      publisherSince = sequence;
      frames.clear();
      decodedFrames.clear();
      decodedFrame = -1;
    }
    Frame frame =
        frames.computeIfAbsent(label.frame(), ignored -> new Frame(label, sequence, timestamp));
    frame.packets[label.index()] = true;
    decode(nowNs);
  }

  private void decode(long nowNs) {
    for (Map.Entry<Integer, Frame> entry : List.copyOf(frames.entrySet())) {
      int number = entry.getKey();
      Frame frame = entry.getValue();
      if (number > decodedFrame
          && frame.complete()
          && decodedFrames.containsAll(frame.references)
          && !mayComeBefore(frame, nowNs)) {
        show(number, frame, nowNs);
      }
      if (number <= decodedFrame) {
        frames.remove(number);
      }
    }
  }

  /** Whether a packet may still come that belongs before a frame: a receiver's jitter buffer. */
  private boolean mayComeBefore(Frame frame, long nowNs) {
    for (Missing packet : missing.subMap(shownSequence, frame.firstSequence).values()) {
      if (packet.sinceNs() + PATIENCE_NS - nowNs > 0) {
        return true;
      }
    }
    return false;
  }

  private void show(int number, Frame frame, long nowNs) {
    timestampsWentBack |= decoded > 0 && frame.timestamp - lastTimestamp <= 0;
    if (decoded > 0) {
      longestPauseNs = Math.max(longestPauseNs, nowNs - lastDecodedNs);
    }
    lastTimestamp = frame.timestamp;
    lastDecodedNs = nowNs;
    decodedFrame = number;
    shownSequence = frame.firstSequence;
    decodedFrames.add(number);
    decodedFrames.headSet(number - REFERENCES_KEPT).clear();
    decoded++;
  }
}
