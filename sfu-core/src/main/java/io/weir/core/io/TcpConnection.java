package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One client's TCP connection: frames in, frames out. What the client does not take is kept up to a
 * limit and dropped beyond it, so that a slow client never holds up the worker. Worker thread only.
 */
final class TcpConnection implements FrameReader.Sink {
  /** Reads per turn at most, so that one client does not keep the others waiting. */
  private static final int MAX_READS = 4;

  private static final int LENGTH_BYTES = 2;

  private final NetworkPath path;
  private final TcpStream stream;
  private final FrameReader reader;
  private final FrameBuffers buffers;
  private final PacketCounters counters;
  private final long acceptedNs;

  /** Where frames go during a read. */
  private @Nullable TcpHandler handler;

  private long nowNs;
  private @Nullable FrameBuffer waiting;
  private boolean authenticated;
  private boolean broken;

  TcpConnection(
      int id,
      TcpStream stream,
      FrameReader reader,
      FrameBuffers buffers,
      PacketCounters counters,
      long nowNs) {
    this.path =
        new NetworkPath(
            id,
            InternetAddress.high(stream.remoteAddress().getAddress()),
            InternetAddress.low(stream.remoteAddress().getAddress()),
            stream.remoteAddress().getPort());
    this.stream = stream;
    this.reader = reader;
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

  /** Hands over the frames that have come. */
  ReadResult read(MemorySegment scratch, TcpHandler to, long now) {
    handler = to;
    nowNs = now;
    for (int i = 0; i < MAX_READS; i++) {
      to.onBeforeRead();
      int count = broken ? TcpStream.ENDED : stream.read(scratch);
      // A frame may lead to this connection's end.
      if (count < 0 || !reader.take(scratch, count, this) || broken) {
        return ReadResult.ENDED;
      }
      if (count < scratch.byteSize()) {
        return ReadResult.DRAINED;
      }
    }
    return ReadResult.MORE;
  }

  @Override
  public void onFrame(Packet packet) {
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
    } else if (!write(segment, offset - LENGTH_BYTES, length + LENGTH_BYTES)) {
      counters.increment(broken ? PacketCounter.SEND_FAILED : PacketCounter.TCP_BUFFER_FULL);
    } else {
      counters.increment(PacketCounter.SENT);
      counters.add(PacketCounter.SENT_BYTES, length);
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
    broken = true;
  }

  /** False when the frame was dropped: it does not fit, or the connection broke. */
  private boolean write(MemorySegment segment, long offset, int length) {
    if (waiting != null) {
      return waiting.add(segment, offset, length);
    }
    int taken = stream.write(segment, offset, length);
    if (taken < 0) {
      broken = true;
      return false;
    }
    if (taken < length) {
      // Even the rest of a frame must follow: the client could not find the next one without it.
      waiting = buffers.take();
      waiting.add(segment, offset + taken, length - taken);
      stream.watchWritable(true);
    }
    return true;
  }
}
