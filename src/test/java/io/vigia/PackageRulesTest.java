package io.vigia;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of packages in docs/architecture.md: who may know whom. */
class PackageRulesTest {
  private static final String ROOT = "io.vigia.";

  /** Package to the packages that it may import, as the table has them. */
  private static final Map<String, List<String>> TABLE =
      Map.ofEntries(
          entry("event", List.of()),
          entry("feature", List.of("event")),
          entry("kernel", List.of()),
          entry("calibration", List.of()),
          entry("density", List.of("kernel")),
          entry("model", List.of("feature", "kernel", "calibration")),
          entry("scoring", List.of("feature", "kernel", "calibration", "model")),
          entry("alert", List.of("event", "feature", "calibration", "scoring")),
          entry(
              "retrain", List.of("event", "feature", "kernel", "calibration", "model", "scoring")),
          entry(
              "registry",
              List.of("feature", "kernel", "calibration", "model", "scoring", "retrain")),
          // Beyond the first table: the kernel, since a bundle is calibrated with the very kernel
          // that will score.
          entry(
              "training",
              List.of(
                  "feature",
                  "density",
                  "calibration",
                  "model",
                  "kernel",
                  "event",
                  "scoring",
                  "retrain")),
          entry(
              "topology",
              List.of(
                  "event",
                  "feature",
                  "kernel",
                  "calibration",
                  "model",
                  "scoring",
                  "alert",
                  "retrain",
                  "registry",
                  "training")),
          entry(
              "telemetry",
              List.of(
                  "event",
                  "feature",
                  "kernel",
                  "calibration",
                  "model",
                  "scoring",
                  "alert",
                  "retrain",
                  "registry",
                  "training",
                  "topology")),
          entry(
              "web",
              List.of(
                  "event",
                  "feature",
                  "kernel",
                  "calibration",
                  "model",
                  "scoring",
                  "alert",
                  "retrain",
                  "registry",
                  "training",
                  "topology",
                  "telemetry")),
          entry(
              "sim",
              List.of(
                  "event",
                  "feature",
                  "kernel",
                  "calibration",
                  "model",
                  "scoring",
                  "alert",
                  "retrain",
                  "registry",
                  "training",
                  "topology",
                  "telemetry")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vigia");

  @TestFactory
  Stream<DynamicTest> packagesImportOnlyWhatTheTableNames() {
    return TABLE.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(row.getKey(), () -> check(row.getKey(), row.getValue())));
  }

  private static void check(String name, List<String> allowed) {
    String[] known =
        Stream.concat(Stream.of(name), allowed.stream())
            .map(one -> ROOT + one + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vigia..")
                .and(not(resideInAnyPackage(known)))
                .as("are ours and not in " + Arrays.toString(known)))
        .check(CLASSES);
  }

  @Test
  void theTableNamesEveryPackage() {
    TreeSet<String> packages = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      packages.add(one.getPackageName().substring(ROOT.length()).split("\\.")[0]);
    }
    TreeSet<String> named = new TreeSet<>(TABLE.keySet());
    named.add("app");
    assertThat(packages).isEqualTo(named);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("io.vigia.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void kafkaIsKnownOnlyWhereStreamsAreRun() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.vigia.registry..", "io.vigia.topology..", "io.vigia.sim..", "io.vigia.app..")
        .should()
        .dependOnClassesThat(
            // The collector over KafkaStreams.metrics() sees these two interfaces, no more.
            resideInAPackage("org.apache.kafka..")
                .and(
                    not(
                        describe(
                            "are metrics",
                            (JavaClass one) ->
                                one.getPackageName().equals("org.apache.kafka.common")
                                    && one.getSimpleName().startsWith("Metric")))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.vigia.registry..",
            "io.vigia.topology..",
            "io.vigia.sim..",
            "io.vigia.app..",
            "io.vigia.telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void djlIsKnownOnlyWhereModelsAreLearned() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.vigia.density..", "io.vigia.training..", "io.vigia.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void metricsAndTheCommandLineStayAtTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.vigia.telemetry..", "io.vigia.web..", "io.vigia.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.vigia.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void expressionsCannotReachJava() {
    noClasses()
        .that()
        .resideInAPackage("io.vigia.feature..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.lang.reflect..", "java.lang.invoke..", "javax.script..", "java.net..")
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    TreeSet<String> bare = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      boolean marked =
          one.getPackage().tryGetPackageInfo().isPresent()
              && one.getPackage().isAnnotatedWith(NullMarked.class);
      if (!marked) {
        bare.add(one.getPackageName());
      }
    }
    assertThat(bare).isEmpty();
  }
}
