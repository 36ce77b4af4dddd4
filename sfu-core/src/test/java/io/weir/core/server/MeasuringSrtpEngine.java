package io.weir.core.server;

import com.sun.management.ThreadMXBean;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another engine, which also tells how much its calls allocate on the worker's thread. One worker
 * writes, any thread reads.
 */
final class MeasuringSrtpEngine implements SrtpEngine {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SrtpEngine engine;
  private final AtomicLong allocated = new AtomicLong();

  MeasuringSrtpEngine(SrtpEngine engine) {
    this.engine = engine;
  }

  /** Bytes that all calls of all sessions have allocated so far. */
  long allocatedBytes() {
    return allocated.get();
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    return new MeasuringSession(engine.open(keys, maxRemoteSsrcs));
  }

  private final class MeasuringSession implements SrtpSession {
    private final SrtpSession session;

    private MeasuringSession(SrtpSession session) {
      this.session = session;
    }

    @Override
    public int unprotectRtp(MemorySegment segment, long offset, int length) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int result = session.unprotectRtp(segment, offset, length);
      return since(before, result);
    }

    @Override
    public int unprotectRtcp(MemorySegment segment, long offset, int length) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int result = session.unprotectRtcp(segment, offset, length);
      return since(before, result);
    }

    @Override
    public int protectRtp(
        MemorySegment header,
        long headerOffset,
        int headerLength,
        MemorySegment payload,
        long payloadOffset,
        int payloadLength,
        MemorySegment out,
        long outOffset) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int result =
          session.protectRtp(
              header,
              headerOffset,
              headerLength,
              payload,
              payloadOffset,
              payloadLength,
              out,
              outOffset);
      return since(before, result);
    }

    @Override
    public int protectRtcp(
        MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int result = session.protectRtcp(packet, offset, length, out, outOffset);
      return since(before, result);
    }

    @Override
    public void close() {
      session.close();
    }

    private int since(long before, int result) {
      allocated.setPlain(allocated.getPlain() + THREADS.getCurrentThreadAllocatedBytes() - before);
      return result;
    }
  }
}
