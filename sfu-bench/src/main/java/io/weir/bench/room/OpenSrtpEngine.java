package io.weir.bench.room;

import io.weir.bench.room.RouterBenchmark.Outgoing;
import io.weir.core.buffer.Bytes;
import io.weir.core.srtp.IpsecMbSrtpEngine;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.MemorySegment;

/** SRTP that takes plain packets as decrypted ones, and encrypts those that leave or not. */
final class OpenSrtpEngine implements SrtpEngine {
  private final Outgoing outgoing;
  private final SrtpEngine engine;

  OpenSrtpEngine(Outgoing outgoing) {
    this.outgoing = outgoing;
    engine = outgoing == Outgoing.GCM_BY_IPSEC_MB ? new IpsecMbSrtpEngine() : new JitsiSrtpEngine();
  }

  @Override
  public String name() {
    return "open";
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    SrtpSession real = engine.open(keys, maxRemoteSsrcs);
    return switch (outgoing) {
      case PLAIN -> new PlainSession();
      case GCM, GCM_BY_IPSEC_MB -> new HalfOpenSession(real);
    };
  }

  /** Copies in both directions. */
  private static class PlainSession implements SrtpSession {
    @Override
    public int unprotectRtp(MemorySegment segment, long offset, int length) {
      return length;
    }

    @Override
    public int unprotectRtcp(MemorySegment segment, long offset, int length) {
      return length;
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
      Bytes.copy(header, headerOffset, out, outOffset, headerLength);
      Bytes.copy(payload, payloadOffset, out, outOffset + headerLength, payloadLength);
      return headerLength + payloadLength;
    }

    @Override
    public int protectRtcp(
        MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
      Bytes.copy(packet, offset, out, outOffset, length);
      return length;
    }

    @Override
    public void close() {
      // There are no keys.
    }
  }

  /** Encrypts what leaves. */
  private static final class HalfOpenSession extends PlainSession {
    private final SrtpSession real;

    HalfOpenSession(SrtpSession real) {
      this.real = real;
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
      return real.protectRtp(
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
      return real.protectRtcp(packet, offset, length, out, outOffset);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
