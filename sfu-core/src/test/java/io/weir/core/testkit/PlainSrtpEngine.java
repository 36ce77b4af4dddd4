package io.weir.core.testkit;

import io.weir.core.buffer.Bytes;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * SRTP without encryption, as long as the real one and without its cost: for hundreds of simulated
 * calls, in which nobody listens in. A sequence number that is used twice, for which the real one
 * would have no nonce (RFC 7714 §8.1), fails the test. One thread.
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

  /** The sequence numbers that a stream used lately. */
  private static final class UsedNumbers {
    private static final int KEPT = 1 << 15;

    private final int ssrc;
    private final BitSet used = new BitSet(1 << Short.SIZE);
    private int highest;

    UsedNumbers(int ssrc, int first) {
      this.ssrc = ssrc;
      this.highest = first;
    }

    /** Notes a number; false when it was used before. */
    boolean add(int number) {
      for (; (short) (number - highest) > 0; highest = (highest + 1) & 0xFFFF) {
        used.clear((highest + KEPT) & 0xFFFF);
      }
      boolean isNew = !used.get(number);
      used.set(number);
      return isNew;
    }
  }

  private static final class Session implements SrtpSession {
    /** Few, and searched without allocating: tests measure what is allocated. */
    private final List<UsedNumbers> streams = new ArrayList<>();

    private UsedNumbers numbersOf(int ssrc, int first) {
      for (int i = 0; i < streams.size(); i++) {
        if (streams.get(i).ssrc == ssrc) {
          return streams.get(i);
        }
      }
      UsedNumbers stream = new UsedNumbers(ssrc, first);
      streams.add(stream);
      return stream;
    }

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
      int number = Bytes.u16(header, headerOffset + 2);
      int ssrc = Bytes.i32(header, headerOffset + 8);
      if (!numbersOf(ssrc, number).add(number)) {
        throw new AssertionError("number " + number + " of SSRC " + ssrc + " is used twice");
      }
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
