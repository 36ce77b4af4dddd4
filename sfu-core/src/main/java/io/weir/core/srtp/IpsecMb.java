package io.weir.core.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds Intel's ipsec-mb library and the functions in it that suit this machine's processor, once
 * per process. Any thread.
 */
public final class IpsecMb {
  /** Soname of the versions whose functions and structures {@link GcmFunctions} knows. */
  private static final String LIBRARY = "libIPSec_MB.so.1";

  private static final Found FOUND = find();

  private IpsecMb() {}

  /** Why it cannot be used here, as half a sentence; empty if it can. */
  public static Optional<String> unfitness() {
    return FOUND.unfitness();
  }

  /** Name of the family of functions that were chosen. */
  static String family() {
    return chosen().family().suffix();
  }

  /**
   * The functions that were chosen; they know their answers.
   *
   * @throws IllegalStateException if it cannot be used here
   */
  public static GcmFunctions functions() {
    return chosen().functions();
  }

  /**
   * The library.
   *
   * @throws IllegalArgumentException if there is none
   */
  static SymbolLookup library() {
    return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
  }

  private static Chosen chosen() {
    return FOUND.chosen().orElseThrow(() -> new IllegalStateException(unfitness().orElse("")));
  }

  private static Found find() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
      return Found.unfit("ipsec-mb runs on x86-64 only, and this is " + architecture);
    }
    Set<String> processor = GcmFamily.processorFeatures();
    Optional<GcmFamily> family = GcmFamily.bestFor(processor);
    if (family.isEmpty()) {
      return Found.unfit("this processor lacks the AES or PCLMULQDQ instructions");
    }
    try {
      return bind(family.get());
    } catch (IllegalArgumentException missing) {
      return Found.unfit(LIBRARY + " is not installed (Debian's package libipsec-mb1)");
    } catch (IllegalCallerException denied) {
      return Found.unfit("the JVM may not call native code (--enable-native-access=ALL-UNNAMED)");
    }
  }

  private static Found bind(GcmFamily family) {
    Optional<GcmFunctions> functions = GcmFunctions.bind(library(), family);
    if (functions.isEmpty()) {
      return Found.unfit(LIBRARY + " has no AES-128-GCM functions for " + family.suffix());
    }
    if (!GcmKnownAnswers.holdFor(functions.get())) {
      return Found.unfit(LIBRARY + " gives wrong answers with " + family.suffix());
    }
    return new Found(Optional.of(new Chosen(family, functions.get())), Optional.empty());
  }

  private record Chosen(GcmFamily family, GcmFunctions functions) {}

  /** Either functions or why there are none. */
  private record Found(Optional<Chosen> chosen, Optional<String> unfitness) {
    static Found unfit(String reason) {
      return new Found(Optional.empty(), Optional.of(reason));
    }
  }
}
