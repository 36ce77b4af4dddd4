package io.weir.core.server;

import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Jitsi's engine with defects that can be switched on. */
final class FailingSrtpEngine implements SrtpEngine {
  private final SrtpEngine engine = new JitsiSrtpEngine();
  private final AtomicInteger failing = new AtomicInteger(-1);
  private final AtomicReference<@Nullable Error> once = new AtomicReference<>();
  private final AtomicInteger opened = new AtomicInteger();

  /** The next session that is to be opened meets an error. */
  void failOnce(Error error) {
    once.set(error);
  }

  /** Whether {@link #failOnce}'s error has been thrown. */
  boolean hasFailedOnce() {
    return once.get() == null;
  }

  /** From now on, the session that was opened as the how-many-eth, from 0, fails to send RTP. */
  void fail(int session) {
    failing.set(session);
  }

  @Override
  public String name() {
    return "failing " + engine.name();
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    Error error = once.getAndSet(null);
    if (error != null) {
      throw error;
    }
    return new Session(opened.getAndIncrement(), engine.open(keys, maxRemoteSsrcs));
  }

  private final class Session implements SrtpSession {
    private final int index;
    private final SrtpSession session;

    private Session(int index, SrtpSession session) {
      this.index = index;
      this.session = session;
    }

    @Override
    public int unprotectRtp(MemorySegment segment, long offset, int length) {
      return session.unprotectRtp(segment, offset, length);
    }

    @Override
    public int unprotectRtcp(MemorySegment segment, long offset, int length) {
      return session.unprotectRtcp(segment, offset, length);
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
      if (failing.get() == index) {
        throw new IllegalStateException("a defect on purpose");
      }
      return session.protectRtp(
          header,
          headerOffset,
          headerLength,
          payload,
          payloadOffset,
          payloadLength,
          out,
          outOffset);
    }

    @Override
    public int protectRtcp(
        MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
      return session.protectRtcp(packet, offset, length, out, outOffset);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
