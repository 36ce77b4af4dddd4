package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.transport.Demultiplexer;
import io.weir.core.transport.Demultiplexer.Protocol;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One client's TCP connection: frames in, frames out. What the client does not take is kept up to a
 * limit and dropped beyond it, so that a slow client never holds up the worker. Worker thread only.
 */
final class TcpConnection implements FrameReader.Sink {
  /** Frames per turn at most, so that one client does not keep the others waiting. */
  static final int MAX_FRAMES = 64;

  /** A stranger (no ICE check has passed) may send fewer frames in its whole life. */
  static final int STRANGER_FRAMES = 32;

  /** Reads per turn at most; a stranger has one. */
  private static final int MAX_READS = 4;

  private static final int LENGTH_BYTES = 2;

  private final NetworkPath path;
  private final TcpStream stream;
  private final FrameReader reader;
  private final ReadBuffers unread;
  private final FrameBuffers buffers;
  private final PacketCounters counters;
  private final long acceptedNs;

  /** Where frames go during a read. */
  private @Nullable TcpHandler handler;

  private long nowNs;
  private @Nullable FrameBuffer waiting;

  /** What was read and not looked at yet. */
  private ReadBuffers.@Nullable Place kept;

  /** Whether frames are being handed over. */
  private boolean taking;

  private boolean authenticated;
  private boolean broken;

  /**
   * A stranger's connection.
   *
   * @param path names it
   * @param unread what is read into
   * @param buffers for what the client does not take at once
   */
  TcpConnection(
      NetworkPath path,
      TcpStream stream,
      FrameReader reader,
      ReadBuffers unread,
      FrameBuffers buffers,
      PacketCounters counters,
      long nowNs) {
    this.path = path;
    this.stream = stream;
    this.reader = reader;
    this.unread = unread;
    this.buffers = buffers;
    this.counters = counters;
    this.acceptedNs = nowNs;
  }

  /** Its path; the socket in it is the connection's id. */
  NetworkPath path() {
    return path;
  }

  /** When it was accepted. */
  long acceptedNs() {
    return acceptedNs;
  }

  /** Whether an ICE check has passed on it. */
  boolean isAuthenticated() {
    return authenticated;
  }

  /** An ICE check has passed on it. */
  void authenticate() {
    authenticated = true;
  }

  /** Whether it failed while sending. */
  boolean isBroken() {
    return broken;
  }

  /** What became of a read. */
  enum ReadResult {
    /** Nothing more to read now. */
    DRAINED,
    /** There may be more. */
    MORE,
    /** The connection is of no more use. */
    ENDED
  }

  /** Hands over the frames that have come, as many as a turn may bring. */
  ReadResult read(TcpHandler to, long now) {
    if (taking) {
      // A defect cut the last turn short, and with it the bytes: where a frame begins is unknown.
      return ReadResult.ENDED;
    }
    handler = to;
    nowNs = now;
    long lastFrame = reader.frames() + MAX_FRAMES;
    if (kept != null) {
      return readKept(kept, lastFrame);
    }
    int reads = authenticated ? MAX_READS : 1;
    for (int i = 0; i < reads && reader.frames() < lastFrame && !unread.isFull(); i++) {
      MemorySegment scratch = unread.scratch(authenticated);
      int count = broken ? TcpStream.ENDED : stream.read(scratch);
      int at = count < 0 ? FrameReader.BAD : take(scratch, 0, count, lastFrame);
      if (at < 0) {
        return ReadResult.ENDED;
      }
      if (at < count) {
        kept = unread.keep(this, at, count);
        return ReadResult.MORE;
      }
      if (count < scratch.byteSize()) {
        return ReadResult.DRAINED;
      }
    }
    return ReadResult.MORE;
  }

  private ReadResult readKept(ReadBuffers.Place place, long lastFrame) {
    int at = take(place.bytes(), place.at(), place.end(), lastFrame);
    if (at < 0) {
      return ReadResult.ENDED;
    }
    place.skipTo(at);
    if (at == place.end()) {
      unread.giveBack(place);
      kept = null;
    }
    return ReadResult.MORE;
  }

  /** As {@link FrameReader#take}; negative also when the connection has ended otherwise. */
  private int take(MemorySegment bytes, int from, int end, long lastFrame) {
    long last = authenticated ? lastFrame : Math.min(lastFrame, STRANGER_FRAMES);
    if (handler != null) {
      handler.onBeforeRead();
    }
    taking = true;
    int at = reader.take(bytes, from, end, (int) (last - reader.frames()), this);
    taking = false;
    // A frame may have led to this connection's end.
    boolean ended = broken || (!authenticated && reader.frames() >= STRANGER_FRAMES);
    return ended ? FrameReader.BAD : at;
  }

  /** Whether something waits that was read already. */
  boolean hasUnread() {
    return kept != null;
  }

  @Override
  public void onFrame(Packet packet) {
    if (!authenticated
        && Demultiplexer.classify(Bytes.u8(packet.segment(), packet.offset)) != Protocol.STUN) {
      counters.increment(PacketCounter.UNKNOWN_ADDRESS);
      packet.pool().release(packet);
      reader.close();
      broken = true;
      return;
    }
    packet.arrivalNs = nowNs;
    packet.socket = path.socket();
    packet.sourceHigh = path.addressHigh();
    packet.sourceLow = path.addressLow();
    packet.sourcePort = path.port();
    if (handler != null) {
      handler.onFrame(packet);
    }
  }

  /** Sends a packet that has two free bytes before it. */
  void send(MemorySegment segment, long offset, int length) {
    Bytes.putU16(segment, offset - LENGTH_BYTES, length); // RFC 4571 §2
    if (broken) {
      counters.increment(PacketCounter.TCP_GONE);
    } else {
      PacketCounter fate = write(segment, offset - LENGTH_BYTES, length + LENGTH_BYTES);
      counters.increment(fate);
      if (fate == PacketCounter.SENT) {
        counters.add(PacketCounter.SENT_BYTES, length);
      }
    }
  }

  /** Sends what waits, as far as the system takes it. */
  void flush() {
    if (waiting == null) {
      return;
    }
    broken |= !waiting.drainTo(stream);
    if (waiting.isEmpty()) {
      buffers.giveBack(waiting);
      waiting = null;
      stream.watchWritable(false);
    }
  }

  /** Ends it and gives back what it holds. */
  void close() {
    reader.close();
    stream.close();
    if (waiting != null) {
      buffers.giveBack(waiting);
      waiting = null;
    }
    if (kept != null) {
      unread.giveBack(kept);
      kept = null;
    }
    broken = true;
  }

  /** What became of a frame. */
  private PacketCounter write(MemorySegment segment, long offset, int length) {
    if (waiting != null) {
      return waiting.add(segment, offset, length)
          ? PacketCounter.SENT
          : PacketCounter.TCP_BUFFER_FULL;
    }
    int taken = stream.write(segment, offset, length);
    if (taken < 0) {
      broken = true;
      return PacketCounter.SEND_FAILED;
    }
    if (taken < length) {
      FrameBuffer buffer = buffers.take();
      if (buffer == null) {
        // Without the rest of a frame the client could not find the next one.
        broken = taken > 0;
        return PacketCounter.TCP_NO_BUFFER;
      }
      waiting = buffer;
      buffer.add(segment, offset + taken, length - taken);
      stream.watchWritable(true);
    }
    return PacketCounter.SENT;
  }
}
