package io.weir.core.srtp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** For tests that need ipsec-mb: where it cannot run, they are skipped and say why. */
final class IpsecMbTesting {
  private IpsecMbTesting() {}

  /** Aborts the test unless the library is there and works. */
  static void assumeFit() {
    String reason = IpsecMbSrtpEngine.unfitness().orElse("");
    assumeTrue(reason.isEmpty(), reason);
  }

  /** An engine, or an aborted test. */
  static IpsecMbSrtpEngine engine() {
    assumeFit();
    return new IpsecMbSrtpEngine();
  }
}
