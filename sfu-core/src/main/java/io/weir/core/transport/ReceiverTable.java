package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.PublisherLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the receiver that an RTP packet is for: by SSRC, otherwise by MID, otherwise by payload
 * type when only one m-line has it and nothing came for it yet (RFC 9143 §9.2). Worker thread only.
 *
 * <p>A transport has few SSRCs, so arrays are searched; what a hostile sender can make it learn is
 * bounded.
 */
final class ReceiverTable {
  private final List<RtpReceiver> receivers = new ArrayList<>();
  private int[] ssrcs = new int[8];
  private @Nullable RtpReceiver[] owners = new RtpReceiver[8];
  private int size;
  private int maxSsrcs = PublisherLimits.DEFAULT.ssrcs();

  List<RtpReceiver> receivers() {
    return receivers;
  }

  void add(RtpReceiver receiver, long nowNs) {
    receivers.add(receiver);
    EncodingParameters encoding = receiver.parameters().encodings().getFirst();
    if (encoding.ssrc() != EncodingParameters.UNKNOWN_SSRC) {
      receiver.receive((int) encoding.ssrc(), nowNs);
      put((int) encoding.ssrc(), receiver);
      if (encoding.rtxSsrc() != EncodingParameters.UNKNOWN_SSRC) {
        put((int) encoding.rtxSsrc(), receiver);
      }
    }
  }

  void remove(RtpReceiver receiver) {
    receivers.remove(receiver);
    for (int i = size - 1; i >= 0; i--) {
      if (owners[i] == receiver) {
        removeAt(i);
      }
    }
  }

  /** Ends an SSRC that said BYE; the SDP's are kept, because libwebrtc says it when it pauses. */
  void end(int ssrc) {
    int index = indexOf(ssrc);
    RtpReceiver owner = index < 0 ? null : owners[index];
    if (owner != null) {
      owner.end(ssrc);
      if (!owner.isAnnounced(ssrc)) {
        removeAt(index);
      }
    }
  }

  /** The receiver of an SSRC, or null. */
  @Nullable RtpReceiver find(int ssrc) {
    int index = indexOf(ssrc);
    return index < 0 ? null : owners[index];
  }

  /** The receiver of an authenticated packet, learning its SSRC if need be; null for none. */
  @Nullable RtpReceiver find(Packet packet, long nowNs) {
    RtpReceiver known = find(packet.ssrc);
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
      RtpReceiver owner = owners[i];
      count += owner == null || owner.isAnnounced(ssrcs[i]) ? 0 : 1;
    }
    return count;
  }

  /** The round trip to the client was measured. */
  void roundTripNs(long roundTripNs) {
    for (int i = 0; i < receivers.size(); i++) {
      receivers.get(i).roundTripNs(roundTripNs);
    }
  }

  private @Nullable RtpReceiver learn(Packet packet, long nowNs) {
    boolean named = carriesMid(packet);
    RtpReceiver receiver = named ? byMid(packet) : byPayloadType(packet.payloadType);
    if (receiver == null) {
      return null;
    }
    boolean rtx = isRtx(receiver, packet.payloadType);
    if (!named && (rtx ? owned(receiver) > 1 : receiver.isReceiving())) {
      return null; // What is left of an m-line that ended must not take another's place.
    }
    if (!rtx) {
      receiver.receive(packet.ssrc, nowNs);
    }
    put(packet.ssrc, receiver);
    return receiver;
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
      if (isMedia(receiver, payloadType) || isRtx(receiver, payloadType)) {
        if (only != null) {
          return null;
        }
        only = receiver;
      }
    }
    return only;
  }

  private static boolean isMedia(RtpReceiver receiver, int payloadType) {
    List<CodecParameters> codecs = receiver.parameters().codecs();
    for (int i = 0; i < codecs.size(); i++) {
      if (codecs.get(i).payloadType() == payloadType) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRtx(RtpReceiver receiver, int payloadType) {
    List<CodecParameters> codecs = receiver.parameters().codecs();
    for (int i = 0; i < codecs.size(); i++) {
      if (codecs.get(i).rtxPayloadType() == payloadType) {
        return true;
      }
    }
    return false;
  }

  private int owned(RtpReceiver receiver) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (owners[i] == receiver) {
        count++;
      }
    }
    return count;
  }

  private int indexOf(int ssrc) {
    for (int i = 0; i < size; i++) {
      if (ssrcs[i] == ssrc) {
        return i;
      }
    }
    return -1;
  }

  private void put(int ssrc, RtpReceiver receiver) {
    int index = indexOf(ssrc);
    if (index < 0) {
      if (size == ssrcs.length) {
        ssrcs = Arrays.copyOf(ssrcs, 2 * size);
        owners = Arrays.copyOf(owners, 2 * size);
      }
      index = size++;
    }
    ssrcs[index] = ssrc;
    owners[index] = receiver;
  }

  private void removeAt(int index) {
    size--;
    ssrcs[index] = ssrcs[size];
    owners[index] = owners[size];
    owners[size] = null;
  }
}
