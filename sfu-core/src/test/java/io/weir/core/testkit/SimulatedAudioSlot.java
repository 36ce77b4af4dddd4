package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The receiving end of one audio slot of {@link SimulatedAudio}. One thread. */
public final class SimulatedAudioSlot {
  private final TreeSet<Integer> received = new TreeSet<>();
  private final List<Integer> heard = new ArrayList<>();
  private int highest = -1;
  private int lastTimestamp;
  private boolean timestampsWentBack;
  private long lastPacketNs;
  private long lastCaptureNs;

  /** Whom it plays, or played last; -1 before the first packet. */
  public int publisher() {
    return heard.isEmpty() ? -1 : heard.getLast();
  }

  /** Publishers in the order in which they came to be heard. */
  public List<Integer> heard() {
    return heard;
  }

  /** When the last packet came. */
  public long lastPacketNs() {
    return lastPacketNs;
  }

  /** RTP timestamp of the newest packet. */
  public int lastTimestamp() {
    return lastTimestamp;
  }

  /** When the newest packet's sound was really captured. */
  public long lastCaptureNs() {
    return lastCaptureNs;
  }

  /** Sequence numbers between the first and the last that never arrived. */
  public int holes() {
    return received.isEmpty() ? 0 : received.last() - received.first() + 1 - received.size();
  }

  /** Whether a newer packet ever had an older timestamp than the one before. */
  public boolean timestampsWentBack() {
    return timestampsWentBack;
  }

  /** Takes a packet that was parsed. */
  void receive(Packet packet, long nowNs) {
    if (highest < 0) {
      highest = 0x10000 + packet.sequenceNumber - 1;
    }
    int sequence = highest + (short) (packet.sequenceNumber - highest);
    received.add(sequence);
    lastPacketNs = nowNs;
    if (sequence <= highest) {
      return;
    }
    ByteBuffer payload =
        packet.segment().asSlice(packet.payloadOffset(), packet.payloadLength).asByteBuffer();
    int publisher = payload.getInt();
    timestampsWentBack |= received.size() > 1 && (int) packet.timestamp - lastTimestamp <= 0;
    highest = sequence;
    lastTimestamp = (int) packet.timestamp;
    lastCaptureNs = payload.getLong();
    if (publisher() != publisher) {
      heard.add(publisher);
    }
  }
}
