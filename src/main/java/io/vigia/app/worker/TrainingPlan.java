package io.vigia.app.worker;

import io.vigia.topology.ModelSpec;
import io.vigia.topology.TrainingSpec;
import io.vigia.training.MemberSettings;
import io.vigia.training.TrainingSettings;

/** What a topology's {@code training} section means for the one who trains. */
public final class TrainingPlan {
  private TrainingPlan() {}

  /** The settings of a training as the section has them. */
  public static TrainingSettings of(TrainingSpec training) {
    return TrainingSettings.DEFAULT
        .withSeed(training.seed())
        .withMembers(training.members().stream().map(TrainingPlan::member).toList())
        .withSteps(training.maxSteps())
        .withDevice(training.device());
  }

  private static MemberSettings member(TrainingSpec.Member member) {
    ModelSpec model = member.model();
    return new MemberSettings(
        member.name(), model.kind(), member.seed(), model.coordinates(), model.shape());
  }
}
