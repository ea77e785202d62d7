package io.vigia.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.GateRule.Mode;
import io.vigia.retrain.GateVerdict.Outcome;
import org.junit.jupiter.api.Test;

class CandidatesTest extends LoopByHand {
  @Test
  void aGoodCandidateIsPromotedAndActivatedBehindWhatAPersonHasActivated() {
    around.last = activation(6, "old", "ada");
    samples(40);
    progress(JobProgress.State.PUBLISHED, null);
    published(-1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.PROMOTE);
    Activation activation = out.activations.get(0);
    assertThat(activation.sequence()).isEqualTo(7);
    assertThat(activation.sha256()).isEqualTo("new");
    assertThat(activation.by()).isEqualTo("gate");
    assertThat(outcomes()).containsExactly("created", "promote");
  }

  @Test
  void whatAPersonActivatesMeanwhileTheGateDoesNotUndo() {
    around.last = activation(6, "old", "ada");
    samples(40);
    around.last = activation(7, "old", "ada");
    published(-1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.ASK);
    assertThat(out.verdicts.get(0).reasons()).contains("ada activated dimuon/old meanwhile");
    assertThat(out.activations).isEmpty();
  }

  @Test
  void inServiceIsWhatWasActivatedLastAndNotWhatTheLastSampleSays() {
    samples(40);
    around.last = activation(1, "third", "gate");
    published(-1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.ASK);
    assertThat(out.verdicts.get(0).reasons())
        .contains("it was compared with old, and third is in service");
  }

  @Test
  void whoWaitsForAPersonWaitsNoLongerWhenAnotherBundleIsActivated() {
    gate = GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL);
    loop = loop();
    samples(40);
    published(-1);
    loop.advance(time(offset));
    assertThat(loop.asked()).isNotNull();
    around.last = activation(1, "third", "ada");
    loop.advance(time(offset));

    assertThat(loop.asked()).isNull();
    assertThat(outcomes()).containsExactly("created", "ask", "superseded");
    drift(Kind.SHIFT, offset - 5);
    assertThat(outcomes()).as("a change is learned again").endsWith("retrain");
  }

  @Test
  void aNewerCandidateTakesThePlaceOfOneThatWaits() {
    gate = GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL);
    loop = loop();
    samples(40);
    published(-1);
    samples(40);
    published(1);

    assertThat(loop.asked()).isNull();
    assertThat(outcomes()).containsExactly("created", "ask", "created", "superseded", "reject");
  }

  @Test
  void aWorseCandidateIsRejectedAndNothingIsActivated() {
    samples(40);
    published(1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.REJECT);
    assertThat(out.activations).isEmpty();
  }

  @Test
  void onlyTheJobInFlightsModelIsJudgedAndOnce() {
    samples(40);
    published(-1);
    published(-1);

    assertThat(out.verdicts).hasSize(1);
  }

  @Test
  void aPersonIsAskedAndHasTheLastWord() {
    gate = GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL);
    loop = loop();
    samples(40);
    published(-1);
    assertThat(loop.asked()).isEqualTo(new Candidates.Asked("dimuon/2", "new", "old"));
    assertThat(out.activations).isEmpty();

    loop.take(RetrainInput.of(time(offset), persons(Outcome.REJECT)));

    assertThat(loop.asked()).isNull();
    assertThat(out.activations).isEmpty();
    assertThat(outcomes()).containsExactly("created", "ask", "reject");
    assertThat(out.decisions.get(2).by()).isEqualTo("ada");
  }

  @Test
  void whatAPersonHasJudgedIsNotJudgedAgain() {
    samples(40);
    loop.take(RetrainInput.of(time(offset), persons(Outcome.REJECT)));
    published(-1);

    assertThat(out.verdicts).isEmpty();
    assertThat(out.activations).isEmpty();
    assertThat(loop.flight()).isNull();
  }
}
