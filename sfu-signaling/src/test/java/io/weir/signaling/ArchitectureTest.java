package io.weir.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds signaling to the two packages of core that it may see, and its pure parts to purity. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.weir.signaling");

  private static final DescribedPredicate<JavaClass> HIDDEN_CORE =
      JavaClass.Predicates.resideInAPackage("io.weir.core..")
          .and(
              JavaClass.Predicates.resideOutsideOfPackages(
                  "io.weir.core.control..", "io.weir.core.server.."))
          .as("are in core, outside of control and server");

  @Test
  void shouldSeeTheClassesOfSignalingAndTheirUseOfCore() {
    assertThat(CLASSES.stream()).hasSizeGreaterThan(10);
    assertThat(CLASSES.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
        .anyMatch(use -> use.getTargetClass().getPackageName().equals("io.weir.core.control"));
  }

  @Test
  void shouldImportOnlyControlAndServerOfCore() {
    noClasses().should().dependOnClassesThat(HIDDEN_CORE).check(CLASSES);
  }

  @Test
  void shouldKeepSdpAndMessagesFreeOfTheServerAndOfVertx() {
    noClasses()
        .that()
        .resideInAnyPackage("io.weir.signaling.sdp..", "io.weir.signaling.message..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..", "io.weir.core.server..", "io.weir.signaling.session..", "java.net..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching("io.weir.signaling.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
