package io.weir.core.server;

import io.weir.core.srtp.IpsecMbSrtpEngine;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which SRTP engine the workers shall run. */
public enum SrtpEngineChoice {
  /** Intel's ipsec-mb where library and processor fit, otherwise Jitsi's. */
  AUTO("auto"),
  /** Jitsi's library on the JDK's ciphers, which runs everywhere. */
  JITSI(JitsiSrtpEngine.NAME),
  /** Intel's ipsec-mb, or the server does not start. */
  IPSEC_MB(IpsecMbSrtpEngine.NAME);

  private static final Logger LOG = LoggerFactory.getLogger(SrtpEngineChoice.class);

  private final String label;

  SrtpEngineChoice(String label) {
    this.label = label;
  }

  /** How settings name the choices. */
  public static List<String> names() {
    return Arrays.stream(values()).map(choice -> choice.label).toList();
  }

  /** The choice of this name, which is one of {@link #names}. */
  public static SrtpEngineChoice named(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.label.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no SRTP engine is called " + name));
  }

  /**
   * Makes the engine of each worker; the log tells why it is not the fastest.
   *
   * @throws IOException if this machine cannot run what was asked for
   */
  public Supplier<SrtpEngine> engines() throws IOException {
    return this == JITSI ? JitsiSrtpEngine::new : engines(IpsecMbSrtpEngine.unfitness());
  }

  /** The same, where ipsec-mb cannot run for this reason or can. */
  Supplier<SrtpEngine> engines(Optional<String> unfitness) throws IOException {
    if (this == IPSEC_MB && unfitness.isPresent()) {
      throw new IOException(
          "the SRTP engine ipsec-mb cannot run here: "
              + unfitness.get()
              + "; WEIR_SRTP_ENGINE=auto takes another one");
    }
    return this == JITSI ? JitsiSrtpEngine::new : fastest(unfitness);
  }

  /** What {@link #AUTO} stands for. */
  public static Supplier<SrtpEngine> fastest() {
    return fastest(IpsecMbSrtpEngine.unfitness());
  }

  private static Supplier<SrtpEngine> fastest(Optional<String> unfitness) {
    if (unfitness.isPresent()) {
      LOG.info("SRTP runs on the JDK's ciphers: {}", unfitness.get());
      return JitsiSrtpEngine::new;
    }
    LOG.debug("SRTP runs on Intel's ipsec-mb, {}", IpsecMbSrtpEngine.processorFamily());
    return IpsecMbSrtpEngine::new;
  }
}
