package io.throughline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** What must stay true of the domain's shape. */
@AnalyzeClasses(packages = "io.throughline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule domain_is_plain_java =
      classes().that().resideInAPackage("io.throughline..").should().onlyDependOnClassesThat(resideInAnyPackage("java..", "io.throughline.."));

  @ArchTest
  static final ArchRule no_input_no_output =
      noClasses().that().resideInAnyPackage("io.throughline.canonical..", "io.throughline.finance..", "io.throughline.conservation..")
          .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..");

  @ArchTest
  static final ArchRule names_say_what_it_does = noClasses().should().haveSimpleNameEndingWith("Impl").orShould().haveNameMatching(".*(Manager|Helper|Utils?|Service|Processor)");

  @ArchTest
  static final ArchRule time_comes_from_a_fact =
      noClasses().should().callMethod(LocalDate.class, "now").orShould().callMethod(Instant.class, "now").orShould().callMethod(LocalDateTime.class, "now").orShould().callMethod(ZonedDateTime.class, "now").orShould().callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule words_know_no_rules =
      noClasses().that().resideInAPackage("io.throughline.canonical..").should().dependOnClassesThat().resideInAnyPackage("io.throughline.finance..", "io.throughline.conservation..", "io.throughline.journey..", "io.throughline.system..");

  @ArchTest
  static final ArchRule proofs_do_not_use_what_they_check =
      noClasses().that().resideInAPackage("io.throughline.conservation..").should().dependOnClassesThat().resideInAPackage("io.throughline.finance..");

  @ArchTest
  static final ArchRule finance_knows_no_journeys =
      noClasses().that().resideInAPackage("io.throughline.finance..").should().dependOnClassesThat().resideInAnyPackage("io.throughline.journey..", "io.throughline.system..");
}
