package io.weir.core.srtp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The families of processors that ipsec-mb has AES-GCM for, best first, each with what the
 * processor must offer: what the library itself asks for, by the names of Linux's cpuinfo.
 */
enum GcmFamily {
  VAES_AVX512(
      "vaes_avx512",
      "avx512f avx512dq avx512cd avx512bw avx512vl avx512ifma vaes vpclmulqdq gfni bmi2"),
  AVX512("avx512", "avx512f avx512dq avx512cd avx512bw avx512vl aes pclmulqdq bmi2"),
  AVX2("avx_gen4", "avx2 aes pclmulqdq bmi2"),
  AVX("avx_gen2", "avx aes pclmulqdq"),
  SSE("sse", "sse4_2 aes pclmulqdq");

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private final String suffix;
  private final String features;

  GcmFamily(String suffix, String features) {
    this.suffix = suffix;
    this.features = features;
  }

  /** How the names of its functions end. */
  String suffix() {
    return suffix;
  }

  /** Whether a processor with these features can run it. */
  boolean runsOn(Set<String> processor) {
    return processor.containsAll(List.of(features.split(" ")));
  }

  /** The best one for a processor with these features. */
  static Optional<GcmFamily> bestFor(Set<String> processor) {
    return Arrays.stream(values()).filter(family -> family.runsOn(processor)).findFirst();
  }

  /** The features of this machine's processor; none where Linux does not tell. */
  static Set<String> processorFeatures() {
    try {
      return featuresIn(Files.readAllLines(CPU_INFO));
    } catch (IOException noLinux) {
      return Set.of();
    }
  }

  /** The features in the lines of cpuinfo; all processors of a machine have the same. */
  static Set<String> featuresIn(List<String> cpuInfo) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Set.copyOf(Arrays.asList(line.substring(line.indexOf(':') + 1).split("\\s+"))))
        .orElse(Set.of());
  }
}
