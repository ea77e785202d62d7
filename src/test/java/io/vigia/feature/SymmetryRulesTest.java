package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.feature.Symmetry.Exchange;
import io.vigia.feature.Symmetry.Reflection;
import io.vigia.feature.Symmetry.Rotation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymmetryRulesTest {
  private static final List<String> FIELDS =
      List.of("pt1", "eta1", "phi1", "pt2", "eta2", "phi2", "x");
  private static final Exchange EXCHANGE =
      new Exchange(List.of(List.of("pt1", "eta1", "phi1"), List.of("pt2", "eta2", "phi2")));

  @Test
  void whatGoesTogetherHasNoFlaw() {
    assertThat(
            flaws(
                EXCHANGE,
                new Reflection(List.of("eta1", "eta2")),
                new Rotation(List.of("phi1", "phi2")),
                new Reflection(List.of("phi2", "phi1", "x"))))
        .isEmpty();
  }

  @Test
  void fieldsAreKnownAndNamedOnce() {
    assertThat(flaws(new Reflection(List.of("eta1", "eta3"))))
        .containsExactly(
            "[0].fields[1] is \"eta3\", no field (did you mean eta1?); the fields are pt1, eta1,"
                + " phi1, pt2, eta2, phi2, x");
    assertThat(flaws(new Rotation(List.of("phi1", "phi1"))))
        .containsExactly("[0] has the field phi1 twice; once is allowed");
    assertThat(flaws(new Rotation(List.of("phi1"))))
        .containsExactly("[0].angles has 1 fields; at least 2 are needed");
  }

  @Test
  void exchangedObjectsAreAlike() {
    assertThat(flaws(new Exchange(List.of(List.of("pt1", "eta1"), List.of("pt2")))))
        .containsExactly(
            "[0].objects[1] has 1 fields, but objects[0] has 2; objects that are exchanged have the"
                + " same fields in the same order");
    assertThat(flaws(new Exchange(List.of(List.of("pt1")))))
        .containsExactly("[0].objects has 1 objects; 2 to 8 are allowed");
    assertThat(flaws(new Exchange(Collections.nCopies(9, List.of("x")))))
        .contains("[0].objects has 9 objects; 2 to 8 are allowed");
  }

  @Test
  void twoOfOneKindHaveNoFieldInCommon() {
    assertThat(flaws(new Reflection(List.of("eta1", "x")), new Reflection(List.of("x"))))
        .containsExactly(
            "[1] has the field x, which the reflection [0] has already; make them one, or take it"
                + " out");
  }

  @Test
  void objectsAreOrderedByWhatOtherSymmetriesLeaveAlone() {
    assertThat(
            flaws(
                new Exchange(List.of(List.of("eta1"), List.of("eta2"))),
                new Reflection(List.of("eta1", "eta2"))))
        .containsExactly(
            "[0].objects are ordered by eta1, which the reflection [1] changes; put a field first"
                + " that it leaves alone, such as a momentum");
  }

  @Test
  void aSymmetryTakesTheFieldsOfAnotherAllOrNone() {
    assertThat(flaws(EXCHANGE, new Rotation(List.of("phi1", "x"))))
        .containsExactly(
            "[1] has phi1 but not phi2, and the exchange [0] has both; take both, or neither");
    assertThat(flaws(new Reflection(List.of("phi2")), new Rotation(List.of("phi1", "phi2"))))
        .containsExactly(
            "[0] has phi2 but not phi1, and the rotation [1] has both; take both, or neither");
  }

  private static List<String> flaws(Symmetry... symmetries) {
    return SymmetryRules.flaws(List.of(symmetries), FIELDS).stream().map(Flaw::toString).toList();
  }
}
