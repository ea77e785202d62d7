package io.vigia.alert.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterestTest {
  private static final RarityPattern PT = new RarityPattern(Map.of("pt high", 1.0));
  private static final RarityPattern ETA = new RarityPattern(Map.of("eta low", 1.0));
  private static final RarityPattern BOTH =
      new RarityPattern(Map.of("eta low", 0.6, "pt high", 0.8));

  @Test
  void withoutLabelsTheOrderIsThatOfThePValue() {
    assertThat(Interest.NONE.of(PT)).isEqualTo(0.5);
    assertThat(Interest.NONE.rank(1e-4, PT)).isEqualTo(-Math.log(1e-4));
    assertThat(Interest.NONE.rank(1e-4, RarityPattern.NONE)).isEqualTo(-Math.log(1e-4));
  }

  @Test
  void eventsRareForTheSameReasonsFollowTheLabel() {
    Interest interest = Interest.NONE.with(word("1", Label.INTERESTING, "ana", PT));
    // One event like it beside a prior of one, half of it interesting.
    assertThat(interest.of(PT)).isCloseTo(1.5 / 2, within(1e-12));
    double alike = Math.exp(-0.4 / (2 * Interest.WIDTH * Interest.WIDTH));
    assertThat(interest.of(BOTH)).isCloseTo((0.5 + alike) / (1 + alike), within(1e-12));
    assertThat(interest.with(word("2", Label.BORING, "ana", PT)).of(PT)).isEqualTo(0.5);
  }

  @Test
  void aRareEventFarFromAllLabelsKeepsItsRankWhateverTheLabels() {
    Interest interest = Interest.NONE;
    for (int i = 0; i < 5; i++) {
      interest = interest.with(word("b" + i, Label.ARTEFACT, "ana", PT));
      interest = interest.with(word("i" + i, Label.INTERESTING, "ana", PT));
    }
    double far = interest.rank(1e-9, ETA);
    // Perpendicular reasons share exp(-1 / h^2) of a label.
    assertThat(far).isBetween(0.9 * -Math.log(1e-9), 1.1 * -Math.log(1e-9));
    // Nothing passes an event rarer than its own p squared.
    Interest adored = Interest.NONE;
    for (int i = 0; i < 50; i++) {
      adored = adored.with(word("i" + i, Label.INTERESTING, "ana", PT));
    }
    assertThat(adored.rank(1e-4, PT)).isLessThan(adored.rank(0.99e-8, ETA));
  }

  @Test
  void theLastWordOfAnExpertCountsAndCanBeTakenBack() {
    Interest boring = Interest.NONE.with(word("1", Label.BORING, "ana", PT));
    Interest changed = boring.with(word("1", Label.INTERESTING, "ana", PT));
    assertThat(changed.size()).isEqualTo(1);
    assertThat(changed.of(PT)).isGreaterThan(0.5);
    Interest undone = changed.with(word("1", Label.UNDO, "ana", RarityPattern.NONE));
    assertThat(undone.size()).isZero();
    assertThat(undone.of(PT)).isEqualTo(0.5);
  }

  @Test
  void expertsAreMergedByTheirMeanOrHeardAlone() {
    Interest both =
        Interest.NONE
            .with(word("1", Label.INTERESTING, "ana", PT))
            .with(word("1", Label.BORING, "ben", PT));
    assertThat(both.of(PT)).isEqualTo(0.5);
    assertThat(both.by("ana").of(PT)).isEqualTo(0.75);
    assertThat(both.by("ben").of(PT)).isEqualTo(0.25);
    assertThat(both.by("eve").of(PT)).isEqualTo(0.5);
    assertThat(both.with(word("1", Label.UNDO, "ben", PT)).of(PT)).isEqualTo(0.75);
  }

  @Test
  void whatIsStoredComesBack() {
    Interest interest =
        Interest.NONE
            .with(word("1", Label.INTERESTING, "ana", BOTH))
            .with(word("2", Label.RETRACT, "ben", ETA));
    Interest read = Interest.of(interest.events().stream().map(interest::about).toList());
    assertThat(read.events()).containsExactlyElementsOf(interest.events());
    assertThat(interest.events())
        .allSatisfy(id -> assertThat(read.about(id)).isEqualTo(interest.about(id)));
    assertThat(read.of(BOTH)).isCloseTo(interest.of(BOTH), within(1e-12));
  }

  @Test
  void theOldestLabelsAreForgotten() {
    Interest interest = Interest.NONE;
    for (int i = 0; i <= Interest.MOST; i++) {
      interest = interest.with(word("e" + i, Label.BORING, "ana", i == 0 ? PT : ETA));
    }
    assertThat(interest.size()).isEqualTo(Interest.MOST);
    assertThat(interest.events()).doesNotContain("e0");
  }

  @Test
  void whatIsWrongWithARecordIsSaid() {
    assertThatThrownBy(() -> parse("{\"id\":\"1\",\"label\":\"nice\",\"expert\":\"ana\"}"))
        .hasMessageContaining("'nice'; allowed: [interesting, boring, artefact, retract, undo]");
    assertThatThrownBy(() -> parse("{\"label\":\"boring\",\"expert\":\"ana\"}"))
        .hasMessageContaining("both must be named");
    assertThatThrownBy(() -> parse("boring")).hasMessageContaining("not JSON");
  }

  @Test
  void aRecordMayBeWrittenByHand() {
    Feedback word = parse("{\"event_name\":\"ZTF18x\",\"label\":\"retract\",\"note\":\"a moon\"}");
    assertThat(word.about()).isEqualTo("ZTF18x");
    assertThat(word.pattern().isEmpty()).isTrue();
    assertThat(word.reason()).isEqualTo("taken back by an expert: a moon");
    assertThat(Feedback.of(word.toJson())).isEqualTo(word);
  }

  private static Feedback parse(String json) {
    return Feedback.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Feedback word(String id, Label label, String expert, RarityPattern pattern) {
    return new Feedback(id, label, expert, "", pattern);
  }
}
