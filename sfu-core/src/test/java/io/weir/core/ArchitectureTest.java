package io.weir.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.invoke.VarHandle;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the packages of core to the layers that ARCHITECTURE.md draws. */
class ArchitectureTest {
  private static final String CORE = "io.weir.core.";

  /** Imports point to a lower number. A package that is not here has no place yet. */
  private static final Map<String, Integer> LAYERS =
      Map.ofEntries(
          entry("control", 0),
          entry("buffer", 0),
          entry("counter", 0),
          entry("sequence", 0),
          entry("deadline", 0),
          entry("rtp", 1),
          entry("rtcp", 1),
          entry("codec", 1),
          entry("stun", 1),
          entry("ice", 2),
          entry("dtls", 2),
          entry("srtp", 2),
          entry("congestion", 2),
          entry("pacer", 2),
          entry("stream", 2),
          entry("layer", 2),
          entry("transport", 3),
          entry("allocation", 3),
          entry("room", 4),
          entry("io", 5),
          entry("handshake", 5),
          entry("server", 6));

  /** What may be imported within a layer, as {@code from -> to}. */
  private static final Set<String> WITHIN_LAYER =
      Set.of(
          "dtls -> srtp", // The handshake's result is SRTP keys.
          "layer -> stream"); // Selectors choose among received streams.

  /** Layers up to this one are pure: sans I/O, threads, clocks and randomness of their own. */
  private static final int HIGHEST_PURE_LAYER = 4;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.weir.core");

  private static final DescribedPredicate<JavaClass> PURE =
      DescribedPredicate.describe(
          "in layers 0 to 4", type -> layerOf(type) >= 0 && layerOf(type) <= HIGHEST_PURE_LAYER);

  @Test
  void shouldSeeTheClassesOfEveryPurePackage() {
    Set<String> packages =
        CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());

    assertThat(packages)
        .contains("control", "buffer", "counter", "sequence", "rtp", "rtcp", "codec", "stun")
        .contains("ice", "dtls", "srtp", "congestion", "stream", "layer", "transport", "room");
    assertThat(CLASSES.stream().filter(PURE)).hasSizeGreaterThan(100);
  }

  @Test
  void shouldGiveEveryPackageALayer() {
    classes().should(haveALayer()).check(CLASSES);
  }

  @Test
  void shouldImportDownwardOnly() {
    classes().should(importDownwardOnly()).check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching(CORE + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void shouldKeepEnginesFreeOfSocketsThreadsAndLogs() {
    noClasses()
        .that(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio.channels..", "java.util.concurrent..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .check(CLASSES);
    methods()
        .that()
        .areDeclaredInClassesThat(PURE)
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .check(CLASSES);
  }

  @Test
  void shouldGiveEnginesTimeAndRandomnessAsArguments() {
    noClasses()
        .that(PURE)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(RandomGenerator.class)
        .check(CLASSES);
  }

  @Test
  void shouldUseVarHandlesOnlyInBuffersAndCounters() {
    noClasses()
        .that(PURE)
        .and()
        .resideOutsideOfPackages(CORE + "buffer..", CORE + "counter..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(VarHandle.class)
        .check(CLASSES);
  }

  @Test
  void shouldKnowNoSignalingAndKeepLibrariesInTheirPackages() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "com.fasterxml..", "io.weir.signaling..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE + "handshake..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE + "srtp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jitsi..", "java.util.logging..") // Jitsi logs there.
        .check(CLASSES);
    noClasses()
        .that(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.ice4j..")
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> haveALayer() {
    return new ArchCondition<>("be in a package with a layer") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String message = type.getName() + " is in no package that has a layer";
        events.add(new SimpleConditionEvent(type, layerOf(type) >= 0, message));
      }
    };
  }

  private static ArchCondition<JavaClass> importDownwardOnly() {
    return new ArchCondition<>("import downward only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (target.getName().startsWith(CORE)) {
            events.add(
                new SimpleConditionEvent(
                    type, mayImport(type, target), dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayImport(JavaClass from, JavaClass to) {
    return packageOf(from).equals(packageOf(to))
        || layerOf(from) > layerOf(to)
        || WITHIN_LAYER.contains(packageOf(from) + " -> " + packageOf(to));
  }

  private static int layerOf(JavaClass type) {
    return LAYERS.getOrDefault(packageOf(type), -1);
  }

  /** First package name below core. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    String below = name.startsWith(CORE) ? name.substring(CORE.length()) : "";
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }
}
