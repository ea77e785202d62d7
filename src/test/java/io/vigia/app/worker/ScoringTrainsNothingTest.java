package io.vigia.app.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vigia.training.BundleTraining;
import io.vigia.training.window.WindowTraining;
import org.junit.jupiter.api.Test;

/** No path leads from a process that scores a stream into a training. */
class ScoringTrainsNothingTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vigia");

  @Test
  void whatRunsAStreamCallsNeitherAWorkerNorATraining() {
    noClasses()
        .that()
        .resideInAnyPackage("io.vigia.topology..", "io.vigia.scoring..", "io.vigia.registry..")
        .or()
        .haveSimpleName("RunCommand")
        .or()
        .haveSimpleName("OfflineModel")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            WorkerProcess.class, JobRunner.class, BundleTraining.class, WindowTraining.class)
        .check(CLASSES);
  }
}
