package io.weir.core.testkit.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges one forwarded video stream and its retransmissions by their bytes: whether whoever gets
 * all of them can decode every frame. It is shown packets in the order in which they leave. One
 * thread.
 *
 * <p>Numbers that were never sent are <em>holes</em>. A receiver asks for them in vain and what
 * depends on them cannot be decoded, so there may be as many as the publisher's network lost and
 * none besides; whoever asks knows. What holes cannot explain is a fault, told as a sentence.
 */
public final class StreamJudge {
  private final int ssrc;
  private final int rtxSsrc;
  private final Map<Integer, VideoFormat> formats;
  private final Function<byte[], FrameLabel> labels;
  private final TreeMap<Long, Kept> kept = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private long highest = -1;
  private int retransmissions;

  /** What is kept of a packet; an empty one has neither descriptor nor label. */
  record Kept(
      int timestamp,
      boolean marker,
      int hash,
      @Nullable Descriptor descriptor,
      @Nullable FrameLabel label,
      String problem) {}

  /**
   * What is to be said of a stream so far.
   *
   * @param faults what is wrong, for which holes are no explanation
   * @param holes sequence numbers between the first and the last that were never sent
   * @param cut frames of which the end is missing, a key frame being next: what a pause leaves
   * @param frames frames of which every packet was sent
   * @param decodable those of them that can be decoded
   * @param retransmissions packets that were sent again
   */
  public record Report(
      List<String> faults, int holes, int cut, int frames, int decodable, int retransmissions) {
    /** What is wrong. */
    public Report {
      faults = List.copyOf(faults);
    }
  }

  /**
   * A judge of one slot.
   *
   * @param formats by payload type of the media stream; that of retransmissions is the next one
   * @param labels reads what the encoder wrote into a payload that is not empty
   */
  public StreamJudge(
      int ssrc,
      int rtxSsrc,
      Map<Integer, VideoFormat> formats,
      Function<byte[], FrameLabel> labels) {
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    this.formats = Map.copyOf(formats);
    this.labels = labels;
  }

  /** Takes the next packet of either stream, decrypted. */
  public void take(byte[] rtp) {
    RtpBytes packet = RtpBytes.of(rtp);
    if (packet.ssrc() == ssrc) {
      takeMedia(packet);
    } else if (packet.ssrc() != rtxSsrc) {
      faults.add("A packet has SSRC %d, which is of neither stream.".formatted(packet.ssrc()));
    } else if (packet.payload().length > 2) {
      takeRetransmission(packet.unwrapped(packet.payloadType() - 1, ssrc));
    }
  }

  /** What there is to say by now. */
  public Report report() {
    StreamWalk walk = new StreamWalk();
    kept.forEach(walk::take);
    List<String> all = new ArrayList<>(faults);
    all.addAll(walk.faults());
    return new Report(
        all, walk.holes(), walk.cut(), walk.frames(), walk.decodable(), retransmissions);
  }

  private void takeMedia(RtpBytes packet) {
    long sequence = unwrap(packet.sequence());
    highest = Math.max(highest, sequence);
    if (kept.put(sequence, keep(packet)) != null) {
      faults.add("Packet %d was sent twice.".formatted(sequence));
    }
  }

  private void takeRetransmission(RtpBytes packet) {
    retransmissions++;
    long sequence = unwrap(packet.sequence());
    Kept original = kept.get(sequence);
    if (original == null) {
      // It came too late for SRTP's window of numbers, and left when it was asked for.
      kept.put(sequence, keep(packet));
    } else if (original.hash() != hash(packet)) {
      faults.add("Packet %d was not the same when it was sent again.".formatted(sequence));
    }
  }

  private long unwrap(int number) {
    return highest < 0 ? 0x10000L + number : highest + (short) (number - highest);
  }

  private Kept keep(RtpBytes packet) {
    int hash = hash(packet);
    if (packet.payload().length == 0) {
      return new Kept(packet.timestamp(), packet.marker(), hash, null, null, "");
    }
    VideoFormat format = formats.get(packet.payloadType());
    Descriptor descriptor = null;
    String problem = "";
    if (format == null) {
      problem = "nobody negotiated payload type " + packet.payloadType();
    } else {
      try {
        descriptor = format.read(packet.payload());
      } catch (IllegalArgumentException e) {
        problem = "no %s payload: %s".formatted(format, e.getMessage());
      }
    }
    return new Kept(
        packet.timestamp(),
        packet.marker(),
        hash,
        descriptor,
        labels.apply(packet.payload()),
        problem);
  }

  private static int hash(RtpBytes packet) {
    return 31 * (31 * Arrays.hashCode(packet.payload()) + packet.timestamp())
        + Boolean.hashCode(packet.marker());
  }
}
