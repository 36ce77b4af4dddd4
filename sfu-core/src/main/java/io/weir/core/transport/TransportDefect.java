package io.weir.core.transport;

/**
 * Says which transport met a defect of ours, so that only it is closed, and not the one whose
 * packet happened to be under way. Worker thread only.
 */
@SuppressWarnings("serial") // Never leaves its thread.
public final class TransportDefect extends RuntimeException {
  private final Transport transport;

  /** A defect that {@code cause} tells more of. */
  public TransportDefect(Transport transport, RuntimeException cause) {
    super(cause);
    this.transport = transport;
  }

  /** The transport to close. */
  public Transport transport() {
    return transport;
  }
}
