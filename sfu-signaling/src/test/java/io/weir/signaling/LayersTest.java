package io.weir.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What signaling may know of the core, and what its pure parts may not know of Vert.x. */
@AnalyzeClasses(
    packages = "io.weir.signaling",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule SIGNALING_SEES_ONLY_THE_CORES_SURFACE =
      noClasses()
          .that()
          .resideInAPackage("io.weir.signaling..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are the core's inside",
                  type ->
                      type.getPackageName().startsWith("io.weir.core.")
                          && !type.getPackageName().equals("io.weir.core.control")
                          && !type.getPackageName().equals("io.weir.core.server")));

  @ArchTest
  static final ArchRule MESSAGES_AND_SDP_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage("io.weir.signaling.message", "io.weir.signaling.sdp")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "java.net..", "java.util.concurrent..");
}
