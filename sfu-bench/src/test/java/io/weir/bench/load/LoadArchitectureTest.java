package io.weir.bench.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the load tester. */
@AnalyzeClasses(packages = "io.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class LoadArchitectureTest {

  private static final String LOAD = "io.weir.bench.load";

  @ArchTest
  static final ArchRule OF_SIGNALING_ONLY_SDP_AND_MESSAGES_ARE_KNOWN =
      noClasses()
          .that()
          .resideInAPackage("io.weir.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.weir.signaling",
              "io.weir.signaling.api..",
              "io.weir.signaling.auth..",
              "io.weir.signaling.config..",
              "io.weir.signaling.limit..",
              "io.weir.signaling.metrics..",
              "io.weir.signaling.session..",
              "io.weir.signaling.web..",
              "io.weir.signaling.whip..",
              "io.weir.signaling.ws..");

  @ArchTest
  static final ArchRule THE_SERVER_DOES_NOT_KNOW_ITS_TESTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.weir.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.weir.bench..");

  @ArchTest
  static final ArchRule MEDIA_KNOWS_NEITHER_SDP_NOR_SIGNALING =
      noClasses()
          .that()
          .resideInAnyPackage(LOAD + ".media..", LOAD + ".measure..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              LOAD,
              LOAD + ".scenario..",
              LOAD + ".sdp..",
              LOAD + ".signal..",
              LOAD + ".report..",
              "io.weir.signaling..",
              "io.vertx..",
              "com.fasterxml..");

  @ArchTest
  static final ArchRule REPORTS_AND_SCENARIOS_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(LOAD + ".report..", LOAD + ".scenario..", LOAD + ".sdp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LOAD, LOAD + ".signal..", "io.vertx..", "java.net..");
}
