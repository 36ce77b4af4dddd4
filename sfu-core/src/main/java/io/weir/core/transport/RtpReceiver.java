package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.stream.ReceiveStream;
import io.weir.core.stream.SourceClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives one published track over a transport, in one encoding or several. Worker thread only.
 *
 * <p>SSRCs come from the SDP or, where that is silent, from the first packet that carries the
 * m-line's MID (RFC 9143 §9.2) and with simulcast the encoding's RID (RFC 8852 §3).
 */
public final class RtpReceiver {
  private final Transport transport;
  private final RtpParameters parameters;
  private final byte[] mid;
  private final int midExtension;
  private final boolean simulcast;
  private final ReceivedEncoding[] encodings;
  private Sink sink = Sink.NOWHERE;

  /** Takes the packets of a track. */
  public interface Sink {
    /** Before the room connected it; gives packets back. */
    Sink NOWHERE =
        new Sink() {
          @Override
          public void onPacket(Packet packet, long nowNs) {
            packet.pool().release(packet);
          }

          @Override
          public void onRestart(int encoding, long nowNs) {}

          @Override
          public void onKeyFrameNeeded(int encoding, long nowNs) {}

          @Override
          public void onEnded(int encoding, long nowNs) {}
        };

    /**
     * A packet to forward, which says the encoding that it is of; the sink takes over the worker's
     * reference.
     */
    void onPacket(Packet packet, long nowNs);

    /** An encoding began anew: sequence numbers and timestamps that follow are unrelated. */
    void onRestart(int encoding, long nowNs);

    /** Too much of an encoding was lost for retransmissions to mend. */
    void onKeyFrameNeeded(int encoding, long nowNs);

    /** The publisher said that an encoding ends, or pauses (BYE, RFC 3550 §6.6). */
    void onEnded(int encoding, long nowNs);
  }

  RtpReceiver(
      TransportContext context,
      Transport transport,
      RtpParameters parameters,
      SourceClock.Peer peerClock) {
    this.transport = transport;
    this.parameters = parameters;
    this.mid = parameters.mid().getBytes(StandardCharsets.US_ASCII);
    this.midExtension = parameters.extensionId(HeaderExtensionId.MID);
    this.simulcast = !parameters.encodings().getFirst().rid().isEmpty();
    this.encodings = new ReceivedEncoding[parameters.encodings().size()];
    for (int i = 0; i < encodings.length; i++) {
      encodings[i] = new ReceivedEncoding(context, this, i, peerClock);
    }
  }

  /** What was negotiated for the m-line. */
  public RtpParameters parameters() {
    return parameters;
  }

  /** Where its packets go. */
  public void forwardTo(Sink next) {
    sink = next;
  }

  /** Asks the publisher for a key frame of an encoding (PLI, RFC 4585 §6.3.1), at once. */
  public void requestKeyFrame(int encoding) {
    ReceiveStream stream = encodings[encoding].stream();
    if (stream != null) {
      stream.meter().onKeyFrameRequest();
      transport.sendPictureLoss(stream.ssrc());
    }
  }

  /**
   * Size of an encoding's last key frame, {@code width << 16 | height}, or {@link
   * PayloadCodec#UNKNOWN_SIZE}.
   */
  public int pictureSize(int encoding) {
    ReceiveStream stream = encodings[encoding].stream();
    return stream == null ? PayloadCodec.UNKNOWN_SIZE : stream.pictureSize();
  }

  /** What was received so far of the encodings whose SSRC is known. */
  public List<EncodingStatistics> statistics() {
    List<EncodingStatistics> known = new ArrayList<>();
    for (ReceivedEncoding encoding : encodings) {
      EncodingStatistics statistics = encoding.statistics();
      if (statistics != null) {
        known.add(statistics);
      }
    }
    return known;
  }

  Sink sink() {
    return sink;
  }

  /** Its encodings, in the order of the parameters; not to be changed. */
  ReceivedEncoding[] encodings() {
    return encodings;
  }

  /** The encoding that a packet of the m-line names, or the only one; null for none. */
  @Nullable ReceivedEncoding encodingOf(Packet packet) {
    if (!simulcast) {
      return encodings[0];
    }
    boolean rtx = hasRtx(packet.payloadType);
    for (ReceivedEncoding encoding : encodings) {
      if (encoding.isNamedBy(packet, rtx)) {
        return encoding;
      }
    }
    return null;
  }

  /** The encoding with a rid, or null. */
  @Nullable ReceivedEncoding encodingOf(String rid) {
    for (ReceivedEncoding encoding : encodings) {
      if (encoding.announced().rid().equals(rid)) {
        return encoding;
      }
    }
    return null;
  }

  /** Whether a packet carries this m-line's MID. */
  boolean hasMid(Packet packet) {
    return midExtension != 0 && HeaderExtensions.valueEquals(packet, midExtension, mid);
  }

  /** Whether a packet carries any m-line's MID. */
  boolean carriesMid(Packet packet) {
    return HeaderExtensions.find(packet, midExtension) != HeaderExtensions.NOT_FOUND;
  }

  /** Whether a payload type is that of one of its codecs. */
  boolean hasMedia(int payloadType) {
    List<CodecParameters> codecs = parameters.codecs();
    for (int i = 0; i < codecs.size(); i++) {
      if (codecs.get(i).payloadType() == payloadType) {
        return true;
      }
    }
    return false;
  }

  /** Whether a payload type is that of a codec's retransmissions. */
  boolean hasRtx(int payloadType) {
    List<CodecParameters> codecs = parameters.codecs();
    for (int i = 0; i < codecs.size(); i++) {
      if (codecs.get(i).rtxPayloadType() == payloadType) {
        return true;
      }
    }
    return false;
  }
}
