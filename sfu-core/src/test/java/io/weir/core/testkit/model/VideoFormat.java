package io.weir.core.testkit.model;

import io.weir.core.testkit.model.Descriptor.Begins;
import java.util.ArrayList;
import java.util.List;

/**
 * Payload formats, read after their documents. What cannot be read is an {@link
 * IllegalArgumentException}.
 */
public enum VideoFormat {
  /** RFC 7741 §4.2. */
  VP8 {
    @Override
    Descriptor read(byte[] payload) {
      Octets in = new Octets(payload);
      int first = in.next();
      boolean start = (first & 0x10) != 0 && (first & 0x07) == 0;
      int flags = (first & 0x80) != 0 ? in.next() : 0;
      int bits = 0;
      int picture = Descriptor.NONE;
      if ((flags & 0x80) != 0) {
        picture = in.next();
        bits = (picture & 0x80) != 0 ? 15 : 7;
        picture = bits == 15 ? (picture & 0x7F) << 8 | in.next() : picture;
      }
      int tl0 = (flags & 0x40) != 0 ? in.next() : Descriptor.NONE;
      int layers = (flags & 0x30) != 0 ? in.next() : 0;
      if ((flags & 0x20) == 0) {
        layers &= 0x1F;
      }
      // §4.3: P, the inverse key frame flag, stands in a frame's first octet.
      boolean key = start && (in.next() & 1) == 0;
      return new Descriptor(
          start ? Begins.YES : Begins.NO,
          key,
          picture,
          bits,
          tl0,
          layers >> 6,
          (layers & 0x20) != 0,
          List.of());
    }
  },

  /** RFC 9628 §4.2, one spatial layer. */
  VP9 {
    @Override
    Descriptor read(byte[] payload) {
      Octets in = new Octets(payload);
      int flags = in.next();
      boolean predicted = (flags & 0x40) != 0;
      boolean flexible = (flags & 0x10) != 0;
      boolean start = (flags & 0x08) != 0;
      int bits = 0;
      int picture = Descriptor.NONE;
      if ((flags & 0x80) != 0) {
        picture = in.next();
        bits = (picture & 0x80) != 0 ? 15 : 7;
        picture = bits == 15 ? (picture & 0x7F) << 8 | in.next() : picture;
      }
      int layer = 0;
      int tl0 = Descriptor.NONE;
      if ((flags & 0x20) != 0) {
        int layers = in.next();
        layer = layers >> 5;
        if ((layers & 0x0F) != 0) {
          throw new IllegalArgumentException("a spatial layer, which nobody judges yet");
        }
        tl0 = flexible ? Descriptor.NONE : in.next();
      }
      List<Integer> distances = new ArrayList<>();
      boolean more = flexible && predicted;
      while (more) {
        int distance = in.next();
        distances.add(distance >> 1);
        more = (distance & 1) != 0;
      }
      return new Descriptor(
          start ? Begins.YES : Begins.NO,
          start && !predicted,
          picture,
          bits,
          tl0,
          layer,
          true, // U speaks of the pictures that follow.
          distances);
    }
  },

  /** RFC 6184 §5.2: type 5 is a slice of an IDR picture; 24 has several units, 28 a part of one. */
  H264 {
    @Override
    Descriptor read(byte[] payload) {
      Octets in = new Octets(payload);
      int type = in.next() & 0x1F;
      return switch (type) {
        case 24 -> Descriptor.plain(Begins.UNTOLD, aggregates(in, 0, unit -> (unit & 0x1F) == 5));
        case 28 -> {
          int header = in.next();
          yield Descriptor.plain(
              (header & 0x80) == 0 ? Begins.NO : Begins.UNTOLD, (header & 0x1F) == 5);
        }
        case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> Descriptor.plain(Begins.UNTOLD, type == 5);
        default -> throw new IllegalArgumentException("no NAL unit type of packets: " + type);
      };
    }
  },

  /** RFC 7798 §4.4: types 16 to 21 are of IRAP pictures; 48 has several units, 49 a part of one. */
  H265 {
    @Override
    Descriptor read(byte[] payload) {
      Octets in = new Octets(payload);
      int type = in.next() >> 1 & 0x3F;
      int layer = (in.next() & 0x07) - 1;
      if (layer < 0) {
        throw new IllegalArgumentException("a temporal id plus one of 0");
      }
      Begins begins = Begins.UNTOLD;
      boolean key = isIrap(type);
      if (type == 48) {
        key = aggregates(in, 1, unit -> isIrap(unit >> 1 & 0x3F));
      } else if (type == 49) {
        int header = in.next();
        begins = (header & 0x80) == 0 ? Begins.NO : Begins.UNTOLD;
        key = isIrap(header & 0x3F);
      } else if (type > 40) {
        throw new IllegalArgumentException("no NAL unit type of packets: " + type);
      }
      // ITU-T H.265 table 7-1: 2 to 5 are TSA and STSA pictures, at which a layer may be entered.
      boolean sync = type >= 2 && type <= 5;
      return new Descriptor(
          begins, key, Descriptor.NONE, 0, Descriptor.NONE, layer, sync, List.of());
    }

    private boolean isIrap(int type) {
      return type >= 16 && type <= 21;
    }
  },

  /** AOM's RTP payload format for AV1, §4.4: Z continues an element, N begins a coded sequence. */
  AV1 {
    @Override
    Descriptor read(byte[] payload) {
      int aggregation = new Octets(payload).next();
      boolean goesOn = (aggregation & 0x80) != 0;
      boolean begins = (aggregation & 0x08) != 0;
      if (goesOn && begins) {
        throw new IllegalArgumentException("Z and N in one packet, against §4.4");
      }
      return Descriptor.plain(goesOn ? Begins.NO : Begins.UNTOLD, begins);
    }
  };

  /** Reads one packet's payload. */
  abstract Descriptor read(byte[] payload);

  /** What is asked of a NAL unit's first octet. */
  private interface UnitTest {
    boolean is(int octet);
  }

  /** Whether one of several units, each behind its length, passes a test; all must be whole. */
  private static boolean aggregates(Octets in, int smallest, UnitTest test) {
    boolean any = false;
    while (in.hasNext()) {
      int length = in.next() << 8 | in.next();
      if (length <= smallest) {
        throw new IllegalArgumentException("an aggregated unit of " + length + " bytes");
      }
      any |= test.is(in.next());
      for (int i = 1; i < length; i++) {
        in.next();
      }
    }
    return any;
  }

  /** A payload, octet by octet. */
  private static final class Octets {
    private final byte[] bytes;
    private int position;

    private Octets(byte[] bytes) {
      this.bytes = bytes;
    }

    private boolean hasNext() {
      return position < bytes.length;
    }

    private int next() {
      if (!hasNext()) {
        throw new IllegalArgumentException("its payload ends within a descriptor");
      }
      return bytes[position++] & 0xFF;
    }
  }
}
