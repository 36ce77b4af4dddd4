package io.weir.core.buffer;

import java.lang.foreign.MemorySegment;

/**
 * One pooled datagram: a fixed piece of its worker's slab, where it came from, and what the parsers
 * found in it. Objects live as long as their pool, so that a packet costs no allocation.
 *
 * <p>The worker that owns the pool is the only one to write. Other workers may read between the
 * queue that handed it to them and the queue that takes it home. Each worker that keeps a packet
 * holds exactly one reference; only the owner counts them.
 */
public final class Packet {
  /** Room for one datagram, in bytes; larger than any Ethernet frame. */
  public static final int CAPACITY = 2048;

  private final PacketPool pool;
  private final MemorySegment segment;
  private final long base;
  private int references;

  /** Where the datagram begins in {@link #segment()}; moves when RTX is unwrapped. */
  public long offset;

  /** Length of the datagram, in bytes; shrinks when SRTP is removed. */
  public int length;

  /** When its batch was read, on the worker's clock. */
  public long arrivalNs;

  /** The socket or connection that it came from, as in {@link NetworkPath#socket()}. */
  public int socket;

  /** Source address as in {@link NetworkPath#addressHigh()}. */
  public long sourceHigh;

  /** Source address as in {@link NetworkPath#addressLow()}. */
  public long sourceLow;

  /** Source port. */
  public int sourcePort;

  /** RTP synchronization source. */
  public int ssrc;

  /** RTP payload type, 0 to 127. */
  public int payloadType;

  /** RTP marker bit. */
  public boolean marker;

  /** RTP sequence number, 0 to 65535. */
  public int sequenceNumber;

  /** RTP sequence number without wrap-around; set by the receive stream. */
  public long extendedSequence;

  /** RTP timestamp, 0 to 2^32-1. */
  public long timestamp;

  /** Which of its track's encodings it is of, 0 being that of the lowest resolution. */
  public int encoding;

  /** When its media was captured, on the worker's clock, as far as the source's clock tells. */
  public long captureNs;

  /** Length of the RTP header with CSRCs and extensions, in bytes. */
  public int headerLength;

  /** Length of the payload without padding, in bytes. */
  public int payloadLength;

  /**
   * Bytes of padding that follow the payload and leave with it (RFC 3550 §5.1); what it came with
   * is forgotten.
   */
  public int padding;

  /** Offset of the first header extension element from {@link #offset}; 0 for none. */
  public int extensionOffset;

  /** Length of all header extension elements, in bytes. */
  public int extensionLength;

  /** Whether the extensions have the two-byte form (RFC 8285 §4.3). */
  public boolean extensionTwoByte;

  /** Whether the payload begins a frame that needs no other frame. */
  public boolean keyFrame;

  /** Whether it is the first packet of its frame, as far as one can tell. */
  public boolean frameStart;

  /** Temporal layer of its frame; 0 when unknown. */
  public int temporalLayer;

  /** Whether a receiver of the layers below may begin with its frame's temporal layer here. */
  public boolean layerSync;

  /** Number of its picture as VP8 and VP9 count, in 15 bits; -1 for none. */
  public int pictureId;

  /** Number of the lowest temporal layer's latest picture, in 8 bits; -1 for none. */
  public int tl0PicIdx;

  /** Level in -dBov, 0 (loudest) to 127; -1 when the packet does not tell (RFC 6464 §3). */
  public int audioLevel;

  Packet(PacketPool pool, MemorySegment segment, long base) {
    this.pool = pool;
    this.segment = segment;
    this.base = base;
    this.offset = base;
  }

  /** The slab that holds the bytes. */
  public MemorySegment segment() {
    return segment;
  }

  /** Where this packet's {@link #CAPACITY} bytes begin in the slab. */
  public long base() {
    return base;
  }

  /** The pool that it belongs to. */
  public PacketPool pool() {
    return pool;
  }

  /** Absolute offset of the RTP payload in {@link #segment()}. */
  public long payloadOffset() {
    return offset + headerLength;
  }

  /** Whether it came over a path. */
  public boolean isFrom(NetworkPath path) {
    return sourceLow == path.addressLow()
        && sourcePort == path.port()
        && socket == path.socket()
        && sourceHigh == path.addressHigh();
  }

  /** The path that it came over, as a new object. */
  public NetworkPath source() {
    return new NetworkPath(socket, sourceHigh, sourceLow, sourcePort);
  }

  /** Adds a reference. Owner's thread only. */
  public void retain() {
    references++;
  }

  /** Nothing is known of its frame's place among the others. */
  public void forgetLayers() {
    frameStart = false;
    temporalLayer = 0;
    layerSync = false;
    pictureId = -1;
    tl0PicIdx = -1;
  }

  int references() {
    return references;
  }

  void reset() {
    references = 1;
    offset = base;
    length = 0;
    extendedSequence = 0;
    encoding = 0;
    keyFrame = false;
    forgetLayers();
    padding = 0;
    audioLevel = -1;
  }

  boolean dropReference() {
    if (references <= 0) {
      throw new IllegalStateException("packet released more often than it was retained");
    }
    return --references == 0;
  }
}
