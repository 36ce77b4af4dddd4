package io.weir.core.dtls;

import io.weir.core.srtp.SrtpKeys;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One end of a DTLS association. Called on the worker's thread only, never blocks and never throws;
 * an implementation may compute elsewhere and then tells its {@link DtlsEngineFactory}'s wake-up
 * that {@link #poll} has something.
 */
public interface DtlsEngine {
  /**
   * Takes a datagram of DTLS records, copying it; false when it was dropped, because too many wait
   * or the association is over.
   */
  boolean handlePacket(MemorySegment segment, long offset, int length, long nowNs);

  /** Lets timers run. */
  void handleTimeout(long nowNs);

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs();

  /** Hands over every datagram that waits to be sent. */
  void poll(Output output);

  /** How far the handshake is. */
  DtlsState state();

  /** The agreed keys; null before {@link DtlsState#CONNECTED}. */
  @Nullable SrtpKeys keys();

  /** Why it failed, for people; null unless {@link DtlsState#FAILED}. */
  @Nullable String failure();

  /**
   * Prepares close_notify where there is somebody to tell, and frees everything; {@link #poll} once
   * more afterwards hands it over.
   */
  void close();

  /** Takes outgoing datagrams. */
  @FunctionalInterface
  interface Output {
    /** One datagram; the memory is only valid during the call. */
    void transmit(MemorySegment segment, long offset, int length);
  }
}
