package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.PublisherLimits;
import io.weir.core.rtcp.RtcpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the encoding that an RTP packet is of: by SSRC, otherwise by MID, otherwise by payload type
 * when only one m-line has it and nothing came for it yet (RFC 9143 §9.2); with simulcast by RID
 * besides. Worker thread only.
 *
 * <p>A transport has few SSRCs, so arrays are searched; what a hostile sender can make it learn is
 * bounded.
 */
final class ReceiverTable {
  private final List<RtpReceiver> receivers = new ArrayList<>();
  private int[] ssrcs = new int[8];
  private @Nullable ReceivedEncoding[] owners = new ReceivedEncoding[8];
  private int size;
  private int maxSsrcs = PublisherLimits.DEFAULT.ssrcs();

  /** All of their encodings, for loops that must not allocate. */
  private ReceivedEncoding[] encodings = {};

  /** Not after the earliest of the encodings' deadlines. */
  private long deadlineNs = Long.MAX_VALUE;

  void add(RtpReceiver receiver, long nowNs) {
    receivers.add(receiver);
    receiversChanged();
    putAnnounced(receiver, nowNs);
  }

  /**
   * Puts a receiver in the place of another of the same m-line. Its encodings go on with the SSRCs
   * of those with the same rid: senders do not name them again.
   */
  void replace(RtpReceiver before, RtpReceiver next, long nowNs) {
    receivers.remove(before);
    receivers.add(next);
    receiversChanged();
    for (int i = size - 1; i >= 0; i--) {
      ReceivedEncoding owner = owners[i];
      if (owner == null || owner.receiver() != before) {
        continue;
      }
      ReceivedEncoding successor = next.encodingOf(owner.announced().rid());
      if (successor == null) {
        removeAt(i);
        continue;
      }
      owners[i] = successor;
      if (owner.isCurrent(ssrcs[i])) {
        successor.receive(ssrcs[i], nowNs);
      }
    }
    putAnnounced(next, nowNs);
  }

  private void putAnnounced(RtpReceiver receiver, long nowNs) {
    for (ReceivedEncoding encoding : receiver.encodings()) {
      EncodingParameters announced = encoding.announced();
      if (announced.ssrc() != EncodingParameters.UNKNOWN_SSRC) {
        if (!encoding.isCurrent((int) announced.ssrc())) {
          encoding.receive((int) announced.ssrc(), nowNs);
        }
        put((int) announced.ssrc(), encoding);
        if (announced.rtxSsrc() != EncodingParameters.UNKNOWN_SSRC) {
          put((int) announced.rtxSsrc(), encoding);
        }
      }
    }
  }

  void remove(RtpReceiver receiver) {
    receivers.remove(receiver);
    receiversChanged();
    for (int i = size - 1; i >= 0; i--) {
      ReceivedEncoding owner = owners[i];
      if (owner != null && owner.receiver() == receiver) {
        removeAt(i);
      }
    }
  }

  /** The encodings of all receivers; replaced, never changed. */
  ReceivedEncoding[] encodings() {
    return encodings;
  }

  /**
   * Ends an SSRC that said BYE. It is kept while it is the encoding's own: libwebrtc says BYE when
   * it pauses an encoding, and goes on with the same SSRC without naming it again.
   */
  void end(int ssrc, long nowNs) {
    int index = indexOf(ssrc);
    ReceivedEncoding owner = index < 0 ? null : owners[index];
    if (owner != null) {
      owner.end(ssrc, nowNs);
      if (!owner.isAnnounced(ssrc) && !owner.isCurrent(ssrc)) {
        removeAt(index);
      }
    }
  }

  /** The encoding of an SSRC, or null. */
  @Nullable ReceivedEncoding find(int ssrc) {
    int index = indexOf(ssrc);
    return index < 0 ? null : owners[index];
  }

  /** The encoding of an authenticated packet, learning its SSRC if need be; null for none. */
  @Nullable ReceivedEncoding find(Packet packet, long nowNs) {
    ReceivedEncoding known = find(packet.ssrc);
    return known != null || isFull() ? known : learn(packet, nowNs);
  }

  /** How many SSRCs it may learn from packets, beside those that the SDP told. */
  void maxSsrcs(int limit) {
    maxSsrcs = limit;
  }

  /** Whether it learns no further SSRC. */
  boolean isFull() {
    return learned() >= maxSsrcs;
  }

  private int learned() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      ReceivedEncoding owner = owners[i];
      count += owner == null || owner.isAnnounced(ssrcs[i]) ? 0 : 1;
    }
    return count;
  }

  /** When one of the encodings may have feedback to write; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    return deadlineNs;
  }

  /** One of the encodings has feedback to write then. */
  void bringForward(long candidateNs) {
    deadlineNs = Math.min(deadlineNs, candidateNs);
  }

  /** Appends the feedback of all encodings that is due. */
  void writeFeedback(RtcpWriter writer, int localSsrc, long nowNs) {
    if (deadlineNs == Long.MAX_VALUE || deadlineNs - nowNs > 0) {
      return;
    }
    deadlineNs = Long.MAX_VALUE;
    for (ReceivedEncoding encoding : encodings) {
      if (encoding.nextDeadlineNs() - nowNs <= 0) {
        encoding.writeFeedback(writer, localSsrc, nowNs);
      }
      bringForward(encoding.nextDeadlineNs());
    }
  }

  /** The round trip to the client was measured. */
  void roundTripNs(long roundTripNs) {
    for (ReceivedEncoding encoding : encodings) {
      encoding.roundTripNs(roundTripNs);
    }
  }

  private @Nullable ReceivedEncoding learn(Packet packet, long nowNs) {
    boolean named = carriesMid(packet);
    RtpReceiver receiver = named ? byMid(packet) : byPayloadType(packet.payloadType);
    ReceivedEncoding encoding = receiver == null ? null : receiver.encodingOf(packet);
    if (receiver == null || encoding == null) {
      return null;
    }
    boolean rtx = receiver.hasRtx(packet.payloadType);
    if (!named && (rtx ? owned(encoding) > 1 : encoding.isReceiving())) {
      return null; // What is left of an m-line that ended must not take another's place.
    }
    if (!rtx) {
      forgetEnded(encoding);
      encoding.receive(packet.ssrc, nowNs);
    }
    put(packet.ssrc, encoding);
    return encoding;
  }

  private boolean carriesMid(Packet packet) {
    for (int i = 0; i < receivers.size(); i++) {
      if (receivers.get(i).carriesMid(packet)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable RtpReceiver byMid(Packet packet) {
    for (int i = 0; i < receivers.size(); i++) {
      if (receivers.get(i).hasMid(packet)) {
        return receivers.get(i);
      }
    }
    return null;
  }

  private @Nullable RtpReceiver byPayloadType(int payloadType) {
    RtpReceiver only = null;
    for (int i = 0; i < receivers.size(); i++) {
      RtpReceiver receiver = receivers.get(i);
      if (receiver.hasMedia(payloadType) || receiver.hasRtx(payloadType)) {
        if (only != null) {
          return null;
        }
        only = receiver;
      }
    }
    return only;
  }

  private int owned(ReceivedEncoding encoding) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (owners[i] == encoding) {
        count++;
      }
    }
    return count;
  }

  /** The SSRC that said BYE goes when another takes its place. */
  private void forgetEnded(ReceivedEncoding encoding) {
    for (int i = size - 1; i >= 0; i--) {
      if (owners[i] == encoding && encoding.hasEnded(ssrcs[i]) && !encoding.isAnnounced(ssrcs[i])) {
        removeAt(i);
      }
    }
  }

  private void receiversChanged() {
    encodings =
        receivers.stream()
            .flatMap(receiver -> Arrays.stream(receiver.encodings()))
            .toArray(ReceivedEncoding[]::new);
  }

  private int indexOf(int ssrc) {
    for (int i = 0; i < size; i++) {
      if (ssrcs[i] == ssrc) {
        return i;
      }
    }
    return -1;
  }

  private void put(int ssrc, ReceivedEncoding encoding) {
    int index = indexOf(ssrc);
    if (index < 0) {
      if (size == ssrcs.length) {
        ssrcs = Arrays.copyOf(ssrcs, 2 * size);
        owners = Arrays.copyOf(owners, 2 * size);
      }
      index = size++;
    }
    ssrcs[index] = ssrc;
    owners[index] = encoding;
  }

  private void removeAt(int index) {
    size--;
    ssrcs[index] = ssrcs[size];
    owners[index] = owners[size];
    owners[size] = null;
  }
}
