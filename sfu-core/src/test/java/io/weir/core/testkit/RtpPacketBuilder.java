package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.rtp.RtpParser;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Builds RTP packets for tests, byte by byte and independent of the code under test. */
public final class RtpPacketBuilder {
  private int payloadType = 96;
  private boolean marker;
  private int sequence = 1;
  private long timestamp = 1000;
  private int ssrc = 0x11223344;
  private int[] csrcs = {};
  private int profile;
  private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
  private byte[] payload = {1, 2, 3, 4};
  private int padding;

  /** Sets the payload type. */
  public RtpPacketBuilder payloadType(int value) {
    payloadType = value;
    return this;
  }

  /** Sets the marker bit. */
  public RtpPacketBuilder marker(boolean value) {
    marker = value;
    return this;
  }

  /** Sets the sequence number, of which the low 16 bits are used. */
  public RtpPacketBuilder sequence(long value) {
    sequence = (int) value & 0xFFFF;
    return this;
  }

  /** Sets the timestamp. */
  public RtpPacketBuilder timestamp(long value) {
    timestamp = value;
    return this;
  }

  /** Sets the SSRC. */
  public RtpPacketBuilder ssrc(int value) {
    ssrc = value;
    return this;
  }

  /** Sets the CSRCs. */
  public RtpPacketBuilder csrcs(int... values) {
    csrcs = values.clone();
    return this;
  }

  /** Adds an element of the one-byte form. */
  public RtpPacketBuilder oneByteExtension(int id, int... value) {
    profile = 0xBEDE;
    extensions.write(id << 4 | (value.length - 1));
    return extensionValue(value);
  }

  /** Adds an element of the two-byte form. */
  public RtpPacketBuilder twoByteExtension(int id, int... value) {
    profile = 0x1000;
    extensions.write(id);
    extensions.write(value.length);
    return extensionValue(value);
  }

  /** Sets a profile of its own and adds raw extension bytes. */
  public RtpPacketBuilder rawExtension(int ownProfile, int... bytes) {
    profile = ownProfile;
    return extensionValue(bytes);
  }

  /** Sets the payload. */
  public RtpPacketBuilder payload(byte... value) {
    payload = value.clone();
    return this;
  }

  /** Makes the packet end with this many bytes of padding. */
  public RtpPacketBuilder padding(int value) {
    padding = value;
    return this;
  }

  private RtpPacketBuilder extensionValue(int... value) {
    for (int octet : value) {
      extensions.write(octet);
    }
    return this;
  }

  /** The packet's bytes. */
  public byte[] build() {
    byte[] elements = extensions.toByteArray();
    int words = (elements.length + 3) / 4;
    int extensionLength = profile == 0 ? 0 : 4 + 4 * words;
    ByteBuffer out =
        ByteBuffer.allocate(12 + 4 * csrcs.length + extensionLength + payload.length + padding);
    int bits = 2 << 6 | csrcs.length;
    bits |= padding > 0 ? 0x20 : 0;
    bits |= profile != 0 ? 0x10 : 0;
    out.put((byte) bits).put((byte) (marker ? payloadType | 0x80 : payloadType));
    out.putShort((short) sequence).putInt((int) timestamp).putInt(ssrc);
    for (int csrc : csrcs) {
      out.putInt(csrc);
    }
    if (profile != 0) {
      out.putShort((short) profile).putShort((short) words);
      out.put(elements).put(new byte[4 * words - elements.length]);
    }
    out.put(payload);
    if (padding > 0) {
      out.put(new byte[padding - 1]).put((byte) padding);
    }
    return out.array();
  }

  /** The packet in a buffer of a pool, parsed. */
  public Packet buildParsed(PacketPool pool) {
    Packet packet = place(pool, build());
    if (!RtpParser.parse(packet)) {
      throw new IllegalStateException("packet under construction is not RTP");
    }
    return packet;
  }

  /** Any bytes in a buffer of a pool, as if just received. */
  public static Packet place(PacketPool pool, byte[] bytes) {
    Packet packet = Objects.requireNonNull(pool.acquire(), "pool is empty");
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), 0, packet.segment(), packet.offset, bytes.length);
    packet.length = bytes.length;
    return packet;
  }
}
