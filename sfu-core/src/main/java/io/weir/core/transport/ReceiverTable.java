package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the receiver that an RTP packet is for: by SSRC, otherwise by MID, otherwise by payload
 * type when only one m-line has it (RFC 9143 §9.2). Worker thread only.
 *
 * <p>A transport has few SSRCs, so arrays are searched; what a hostile sender can make it learn is
 * bounded.
 */
final class ReceiverTable {
  /** SSRCs that may be learned from packets, in addition to those of the SDP. */
  private static final int MAX_SSRCS = 64;

  private final List<RtpReceiver> receivers = new ArrayList<>();
  private int[] ssrcs = new int[8];
  private @Nullable RtpReceiver[] owners = new RtpReceiver[8];
  private int size;

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

  /** Forgets an SSRC that said BYE. */
  void forget(int ssrc) {
    int index = indexOf(ssrc);
    if (index >= 0) {
      removeAt(index);
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
    return known != null || size >= MAX_SSRCS ? known : learn(packet, nowNs);
  }

  private @Nullable RtpReceiver learn(Packet packet, long nowNs) {
    RtpReceiver receiver = byMid(packet);
    if (receiver == null) {
      receiver = byPayloadType(packet.payloadType);
    }
    if (receiver == null) {
      return null;
    }
    if (!isRtx(receiver, packet.payloadType)) {
      receiver.receive(packet.ssrc, nowNs);
    }
    put(packet.ssrc, receiver);
    return receiver;
  }

  private @Nullable RtpReceiver byMid(Packet packet) {
    for (RtpReceiver receiver : receivers) {
      if (receiver.hasMid(packet)) {
        return receiver;
      }
    }
    return null;
  }

  private @Nullable RtpReceiver byPayloadType(int payloadType) {
    RtpReceiver only = null;
    for (RtpReceiver receiver : receivers) {
      for (CodecParameters codec : receiver.parameters().codecs()) {
        if (codec.payloadType() == payloadType || codec.rtxPayloadType() == payloadType) {
          if (only != null && only != receiver) {
            return null;
          }
          only = receiver;
        }
      }
    }
    return only;
  }

  private static boolean isRtx(RtpReceiver receiver, int payloadType) {
    for (CodecParameters codec : receiver.parameters().codecs()) {
      if (codec.rtxPayloadType() == payloadType) {
        return true;
      }
    }
    return false;
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
