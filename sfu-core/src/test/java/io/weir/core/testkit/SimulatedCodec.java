package io.weir.core.testkit;

import io.weir.core.testkit.model.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the payloads of {@link SimulatedVideo} begin with, so that the server sees key frames,
 * layers and numbers of a real codec. Stateless.
 */
public enum SimulatedCodec {
  /** RFC 7741 §4.2, and the start of a key frame after RFC 6386 §9.1. */
  VP8(VideoFormat.VP8) {
    @Override
    void writeHead(ByteBuffer out, CodedFrame frame, Part part) {
      boolean layered = frame.layers() > 1;
      out.put((byte) (part.isFirst() ? 0x90 : 0x80)).put((byte) (layered ? 0xE0 : 0x80));
      out.putShort((short) (0x8000 | frame.pictureId()));
      if (layered) {
        out.put((byte) frame.tl0PicIdx());
        out.put((byte) (frame.temporalLayer() << 6 | (frame.sync() ? 0x20 : 0)));
      }
      if (part.isFirst()) {
        out.put((byte) (frame.isKey() ? 0 : 1)).putShort((short) 0);
      }
      if (part.isFirst() && frame.isKey()) {
        out.put((byte) 0x9D).put((byte) 0x01).put((byte) 0x2A).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) part.width()).putShort((short) part.height());
      }
    }
  },

  /** RFC 9628 §4.2, flexible mode: I, P, L, F, B, E. */
  VP9(VideoFormat.VP9) {
    @Override
    void writeHead(ByteBuffer out, CodedFrame frame, Part part) {
      int flags = 0x90 | (frame.isKey() ? 0 : 0x40) | (frame.layers() > 1 ? 0x20 : 0);
      flags |= (part.isFirst() ? 0x08 : 0) | (part.isLast() ? 0x04 : 0);
      out.put((byte) flags).putShort((short) (0x8000 | frame.pictureId()));
      if (frame.layers() > 1) {
        out.put((byte) (frame.temporalLayer() << 5 | (frame.sync() ? 0x10 : 0)));
      }
      for (int i = 0; i < frame.references().size(); i++) {
        int more = i + 1 < frame.references().size() ? 1 : 0;
        out.put((byte) ((frame.number() - frame.references().get(i)) << 1 | more));
      }
    }
  },

  /** RFC 6184 §5.6: single slices of which the first begins a picture, IDR or not. */
  H264(VideoFormat.H264) {
    @Override
    void writeHead(ByteBuffer out, CodedFrame frame, Part part) {
      out.put((byte) (frame.isKey() ? 0x65 : 0x41)).put((byte) (part.isFirst() ? 0x80 : 0));
    }
  },

  /**
   * RFC 7798 §4.4.1: a video parameter set, then slices of an IRAP picture; TSA and other slices.
   */
  H265(VideoFormat.H265) {
    private static final int VIDEO_PARAMETER_SET = 32;
    private static final int IDR = 19;
    private static final int TSA = 3;
    private static final int TRAILING = 1;

    @Override
    void writeHead(ByteBuffer out, CodedFrame frame, Part part) {
      int start = part.isFirst() ? VIDEO_PARAMETER_SET : IDR;
      int type = frame.isKey() ? start : frame.sync() ? TSA : TRAILING;
      out.put((byte) (type << 1)).put((byte) (frame.temporalLayer() + 1));
    }
  },

  /** AV1's RTP format, §4.4: N in the aggregation header, then Z; single elements. */
  AV1(VideoFormat.AV1) {
    @Override
    void writeHead(ByteBuffer out, CodedFrame frame, Part part) {
      int start = frame.isKey() ? 0x08 : 0x10;
      int rest = frame.isKey() ? 0x80 : 0x90;
      out.put((byte) (part.isFirst() ? start : rest)).put((byte) (frame.isKey() ? 0 : 1));
    }
  };

  private static final int FIRST_SUBSCRIBED = 100;

  private final VideoFormat format;

  /** Which packet of its frame one is, and how large the picture. */
  record Part(boolean isFirst, boolean isLast, int width, int height) {}

  SimulatedCodec(VideoFormat format) {
    this.format = format;
  }

  /** Payload type by which subscribers know it; that of its retransmissions is the next one. */
  public int subscribedPayloadType() {
    return FIRST_SUBSCRIBED + 2 * ordinal();
  }

  /** How its payloads are to be read. */
  public VideoFormat format() {
    return format;
  }

  /** Writes what a packet's payload begins with. */
  abstract void writeHead(ByteBuffer out, CodedFrame frame, Part part);
}
