package io.weir.core.io;

import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportDefect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contains what should never be thrown: one transport ends, its worker goes on. Stateless. */
final class Defects {
  private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

  private Defects() {}

  /**
   * Closes the transport that failed; signaling hears of it.
   *
   * @param current the transport that was called, which need not be the one that failed
   */
  static void contain(Transport current, RuntimeException cause) {
    fail(cause instanceof TransportDefect defect ? defect.transport() : current, cause);
  }

  /** Closes the transport that failed; signaling hears of it. */
  static void contain(TransportDefect defect) {
    fail(defect.transport(), defect);
  }

  private static void fail(Transport transport, RuntimeException cause) {
    LOG.error("A transport failed and is closed; this is a defect of Weir", cause);
    try {
      transport.fail();
    } catch (RuntimeException e) {
      LOG.error("Closing the failed transport failed, too", e);
    }
  }
}
