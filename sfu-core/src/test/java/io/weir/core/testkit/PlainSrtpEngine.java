package io.weir.core.testkit;

import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * SRTP without encryption, as long as the real one and without its cost: for hundreds of simulated
 * calls, in which nobody listens in. One thread.
 */
public final class PlainSrtpEngine implements SrtpEngine {
  private static final byte TAG = 0x55;

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    return new Session();
  }

  private static final class Session implements SrtpSession {
    @Override
    public int unprotectRtp(MemorySegment segment, long offset, int length) {
      return unprotect(segment, offset, length, MAX_RTP_OVERHEAD);
    }

    @Override
    public int unprotectRtcp(MemorySegment segment, long offset, int length) {
      return unprotect(segment, offset, length, MAX_RTCP_OVERHEAD);
    }

    private static int unprotect(MemorySegment segment, long offset, int length, int overhead) {
      int left = length - overhead;
      return left > 0 && segment.get(ValueLayout.JAVA_BYTE, offset + left) == TAG
          ? left
          : AUTH_FAILED;
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
      MemorySegment.copy(header, headerOffset, out, outOffset, headerLength);
      MemorySegment.copy(payload, payloadOffset, out, outOffset + headerLength, payloadLength);
      return tag(out, outOffset, headerLength + payloadLength, MAX_RTP_OVERHEAD);
    }

    @Override
    public int protectRtcp(
        MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
      MemorySegment.copy(packet, offset, out, outOffset, length);
      return tag(out, outOffset, length, MAX_RTCP_OVERHEAD);
    }

    private static int tag(MemorySegment out, long offset, int length, int overhead) {
      for (int i = 0; i < overhead; i++) {
        out.set(ValueLayout.JAVA_BYTE, offset + length + i, TAG);
      }
      return length + overhead;
    }

    @Override
    public void close() {
      // There are no keys.
    }
  }
}
