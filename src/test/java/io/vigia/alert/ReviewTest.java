package io.vigia.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.PValueMethod;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewTest {
  private static final ModelIdentity SECOND = new ModelIdentity("deep", "2", "5e", "cd34", "djl");

  @Test
  void conditionsThatEitherLevelNeverSawAreNamedOnce() {
    assertThat(unsupportedOf(List.of("seeing", "airmass"), List.of("airmass", "moon")))
        .containsExactly("seeing", "airmass", "moon");
    assertThat(unsupportedOf(List.of(), List.of("moon"))).containsExactly("moon");
    assertThat(unsupportedOf(List.of("seeing"), List.of())).containsExactly("seeing");
    assertThat(unsupportedOf(List.of(), List.of())).isEmpty();
  }

  private static List<String> unsupportedOf(List<String> byFirst, List<String> bySecond) {
    ObjectNode record = JsonNodeFactory.instance.objectNode().put("id", "1");
    record.put("p_value", 1e-3).put("role", "physics");
    if (!byFirst.isEmpty()) {
      byFirst.forEach(record.putArray("unsupported")::add);
    }
    Score score =
        new Score(20, 0.1, PValueMethod.EMPIRICAL, 20, Double.NaN, null, new double[0], bySecond);
    byte[] reviewed = Review.done(Candidate.of(record), 1e-2, score, SECOND);
    return Candidate.parse(reviewed).unsupported();
  }
}
