package io.weir.core.stream;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.codec.Red;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtp.ExtensionRelay;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slot sends while it shows one encoding of one track: the track's number, the encoding's
 * packets on this worker, how the publisher's payload types and header extensions become the
 * subscriber's, and what its numbers become. Worker thread only.
 */
public final class SendBinding {
  /** Returned by {@link #sequence} for a packet that has no number. */
  static final long NONE = -1;

  /** Stands for a picture id or TL0PICIDX that there is not. */
  static final int NO_NUMBER = -1;

  private static final long ANY = Long.MIN_VALUE;
  private static final int PICTURE_ID_MASK = 0x7FFF;
  private static final int TL0_MASK = 0xFF;

  private final int csrc;
  private final @Nullable PacketHistory history;
  private final ExtensionRelay extensions;
  private final PayloadRoutes routes;
  private final int encoding;

  /** The first packet that is sent; earlier ones are refused. */
  private long first = ANY;

  private boolean placed;

  /** What to add to sequence numbers, apart from closing up over what is left out. */
  private long sequenceDelta;

  /** The same for picture ids and TL0PICIDX. */
  private int pictureDelta;

  private int tl0Delta;
  private boolean picturesPlaced;

  private @Nullable Backlog backlog;

  /** Bound later, while packets of this one still waited. */
  private @Nullable SendBinding following;

  /** The newest packet that waits, or waited, to be sent with it; {@link #ANY} for none. */
  private long awaited = ANY;

  /** Null while nothing was left out. */
  private @Nullable LeftOut leftOut;

  /**
   * A binding of a track with one encoding to a slot.
   *
   * @param csrc the track's number
   * @param history the track's packets, or null when they are not kept
   * @param source what was negotiated with the publisher
   * @param target what was negotiated for the slot
   */
  public SendBinding(
      int csrc, @Nullable PacketHistory history, RtpParameters source, RtpParameters target) {
    this(
        csrc,
        0,
        history,
        new PayloadRoutes(source.codecs(), target.codecs()),
        new ExtensionRelay(source, target));
  }

  /**
   * Frames that were captured a while ago.
   *
   * @param frames how many
   * @param newestTimestamp RTP timestamp of the last of them
   * @param newestCaptureNs when that was captured
   */
  record Backlog(int frames, int newestTimestamp, long newestCaptureNs) {}

  SendBinding(
      int csrc,
      int encoding,
      @Nullable PacketHistory history,
      PayloadRoutes routes,
      ExtensionRelay extensions) {
    this.csrc = csrc;
    this.encoding = encoding;
    this.history = history;
    this.routes = routes;
    this.extensions = extensions;
  }

  /** Whether the subscriber can decode the codec that the publisher prefers, hence sends. */
  public static boolean decodable(List<CodecParameters> source, List<CodecParameters> target) {
    return PayloadRoutes.decodable(source, target);
  }

  /** Packets from before this one are refused. */
  void beginAt(long sequence) {
    first = sequence;
  }

  /**
   * Packets from before this one are refused; those up to another come late and all at once.
   *
   * @param frames how many frames these are
   */
  void catchUp(long sequence, int frames, Packet newest) {
    first = sequence;
    backlog = new Backlog(frames, (int) newest.timestamp, newest.captureNs);
  }

  /** What comes late and all at once in the beginning; null for nothing. */
  @Nullable Backlog backlog() {
    return backlog;
  }

  /** Whether a packet is of the encoding, and not from before the binding. */
  boolean takes(int candidate, long sequence) {
    return candidate == encoding && sequence >= first;
  }

  /** What was bound next; null for nothing. */
  @Nullable SendBinding following() {
    return following;
  }

  void following(@Nullable SendBinding next) {
    following = next;
  }

  /** Whether packets wait that shall be sent with it. */
  boolean isAwaited() {
    return awaited != ANY;
  }

  /** Whether a packet of an encoding may wait that is not older than another. */
  boolean awaits(int candidate, long sequence) {
    return candidate == encoding && awaited >= sequence;
  }

  /**
   * A packet waits that shall be sent with it.
   *
   * @param sequence its extended sequence number
   */
  public void await(long sequence) {
    awaited = Math.max(awaited, sequence);
  }

  /** Nothing waits any more. */
  void awaitNothing() {
    awaited = ANY;
  }

  /** Places its numbers so that those of its first packet follow what was sent before. */
  void place(Packet packet, long highestSent) {
    first = packet.extendedSequence;
    placed = true;
    long before = leftOut == null ? 0 : leftOut.atMostBefore(first);
    sequenceDelta = highestSent + 1 - first + before;
  }

  /** The slot's sequence number for a packet, or {@link #NONE} if it was left out. */
  long sequence(long source) {
    LeftOut gaps = leftOut;
    if (gaps == null) {
      return source + sequenceDelta;
    }
    long before = gaps.before(source);
    if (before < 0) {
      return NONE;
    }
    gaps.keep(source);
    return source + sequenceDelta - before;
  }

  /** The packet of a sequence number of the slot, as far as it is in the history; else null. */
  @Nullable Packet packet(long sequence) {
    PacketHistory packets = history;
    if (packets == null) {
      return null;
    }
    LeftOut gaps = leftOut;
    long closedUp = sequence - sequenceDelta;
    return packets.get(gaps == null ? closedUp : gaps.source(closedUp));
  }

  /**
   * Copies a packet's payload and padding with other numbers of its picture, if they are other.
   *
   * @return whether that was needed
   */
  static boolean renumber(
      PayloadCodec codec, Packet packet, int picture, int tl0, MemorySegment out, long offset) {
    if (picture == packet.pictureId && tl0 == packet.tl0PicIdx) {
      return false;
    }
    int length = packet.payloadLength + packet.padding;
    Bytes.copy(packet.segment(), packet.payloadOffset(), out, offset, length);
    codec.renumber(out, offset, picture, tl0);
    return true;
  }

  /** The slot's number for the picture of a packet that has one. */
  int pictureId(Packet packet, boolean closesUp) {
    LeftOut gaps = closesUp ? leftOut : null;
    int before = gaps == null ? 0 : gaps.picturesBefore(packet.extendedSequence);
    return (packet.pictureId + pictureDelta - before) & PICTURE_ID_MASK;
  }

  /**
   * Whether a picture comes after another.
   *
   * @param than the other's number, or {@link #NO_NUMBER} when there was none
   */
  static boolean isLater(int picture, int than) {
    int distance = (picture - than) & PICTURE_ID_MASK; // They wrap.
    return than == NO_NUMBER || (distance > 0 && distance <= PICTURE_ID_MASK / 2);
  }

  /** The slot's TL0PICIDX for a packet, or -1 when it has none. */
  int tl0PicIdx(Packet packet) {
    return packet.tl0PicIdx < 0 ? NO_NUMBER : (packet.tl0PicIdx + tl0Delta) & TL0_MASK;
  }

  /** Whether the numbers of pictures have been placed. */
  boolean hasPictures() {
    return picturesPlaced;
  }

  /** Places the numbers of pictures so that those of a packet follow what was sent before. */
  void placePictures(Packet packet, int newestPicture, int newestTl0) {
    picturesPlaced = true;
    if (newestPicture != NO_NUMBER) {
      pictureDelta = newestPicture + 1 - packet.pictureId;
    }
    if (newestTl0 != NO_NUMBER && packet.tl0PicIdx != NO_NUMBER) {
      tl0Delta = newestTl0 + 1 - packet.tl0PicIdx;
    }
  }

  /**
   * Leaves a packet out for good.
   *
   * @param highestSent the slot's highest sequence number
   * @return false when its number stays as a hole
   */
  boolean leaveOut(Packet packet, long highestSent) {
    LeftOut gaps = leftOut;
    if (gaps == null) {
      gaps = new LeftOut(placed ? highestSent - sequenceDelta : ANY);
      leftOut = gaps;
    }
    return gaps.add(packet);
  }

  int csrc() {
    return csrc;
  }

  @Nullable PacketHistory history() {
    return history;
  }

  ExtensionRelay extensions() {
    return extensions;
  }

  PayloadRoutes routes() {
    return routes;
  }

  /**
   * Where the part of a payload begins that the subscriber gets, which reaches to its end.
   *
   * @param route of the packet's payload type, which the subscriber has
   * @return 0 unless redundancy is left out; negative when the payload is malformed
   */
  static int payloadSkip(Packet packet, long route) {
    int repeated = PayloadRoutes.repeated(route);
    if (repeated < 0 || packet.payloadLength == 0) {
      return 0;
    }
    int skip = Red.primaryOffset(packet.segment(), packet.payloadOffset(), packet.payloadLength);
    return skip == Red.MALFORMED
            || Red.primaryPayloadType(packet.segment(), packet.payloadOffset()) != repeated
        ? Red.MALFORMED
        : skip;
  }
}
