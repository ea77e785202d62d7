package io.vigia.model;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.ContextSupport;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Classes;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Preprocessing;
import io.vigia.kernel.RowSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One density or an ensemble of several, with all that their scores depend on and where they came
 * from. The unit that is put into service and swapped: weights never meet another bundle's
 * calibration.
 *
 * @param name of the stream it was trained for, {@code [a-z0-9][a-z0-9._-]*}
 * @param version likewise; a new calibration of the same weights is a new version
 * @param schema what a row means
 * @param members at least one; all over the schema's features
 * @param combination of the members' scores to one statistic; null where there is one member, whose
 *     negative log-density is the statistic
 * @param calibrations of the statistic, on events that neither the weights nor the combination were
 *     fitted on, for each group of events
 * @param support what was seen of the context
 * @param evaluation figures on held-out rows by name, for people
 * @param typical rows that it was trained on; may be none
 * @param passed of a second level: what its calibration rows had passed; null of a first level
 */
public record ModelBundle(
    String name,
    String version,
    FeatureSchema schema,
    List<Member> members,
    @Nullable CombinedScore combination,
    CalibrationGroups calibrations,
    ContextSupport support,
    Provenance provenance,
    Map<String, Double> evaluation,
    TypicalRows typical,
    @Nullable Passed passed) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /**
   * @throws IllegalArgumentException where a name is not allowed or the parts do not fit
   */
  public ModelBundle {
    requireNames(name, version);
    members = List.copyOf(members);
    evaluation = java.util.Collections.unmodifiableMap(new TreeMap<>(evaluation));
    requireMembers(members, row(schema), calibrations.grouping().masks());
    if (typical.size() > 0 && typical.row(0).length != schema.inputs()) {
      throw new IllegalArgumentException(
          "typical rows of "
              + typical.row(0).length
              + " inputs; the bundle's schema has "
              + schema.inputs());
    }
    int combined = combination == null ? 1 : combination.tails().size();
    if (combined != members.size()) {
      throw new IllegalArgumentException(
          members.size()
              + " members, and a combination of "
              + combined
              + "; an ensemble combines all of its members");
    }
  }

  /** A bundle of a first level without typical rows, that does not say what context it saw. */
  public ModelBundle(
      String name,
      String version,
      FeatureSchema schema,
      List<Member> members,
      @Nullable CombinedScore combination,
      CalibrationGroups calibrations,
      Provenance provenance,
      Map<String, Double> evaluation) {
    this(
        name,
        version,
        schema,
        members,
        combination,
        calibrations,
        ContextSupport.ANY,
        provenance,
        evaluation,
        TypicalRows.NONE,
        null);
  }

  /**
   * The same weights with another calibration, as another version. Of the evaluation nothing is
   * kept: its figures are of the calibration before.
   *
   * @param other version
   * @param from what the calibration was made from
   * @param behind what the calibration's rows had passed; null of a first level
   */
  public ModelBundle recalibrated(
      String other, CalibrationGroups calibration, Provenance from, @Nullable Passed behind) {
    return new ModelBundle(
        name,
        other,
        schema,
        members,
        combination,
        calibration,
        support,
        from,
        Map.of(),
        typical,
        behind);
  }

  /** The same bundle as another version. */
  public ModelBundle withVersion(String other) {
    return new ModelBundle(
        name,
        other,
        schema,
        members,
        combination,
        calibrations,
        support,
        provenance,
        evaluation,
        typical,
        passed);
  }

  /** The same bundle with these typical rows. */
  public ModelBundle withTypical(TypicalRows rows) {
    return new ModelBundle(
        name,
        version,
        schema,
        members,
        combination,
        calibrations,
        support,
        provenance,
        evaluation,
        rows,
        passed);
  }

  /** A bundle of one flow over the features as they are, calibrated as one group. */
  public static ModelBundle ofFlow(
      String name,
      String version,
      FeatureSchema schema,
      FlowWeights weights,
      Calibration calibration,
      Provenance provenance,
      Map<String, Double> evaluation) {
    return new ModelBundle(
        name,
        version,
        schema,
        List.of(Member.flow(weights, row(schema), provenance.seed())),
        null,
        CalibrationGroups.of(calibration),
        provenance,
        evaluation);
  }

  /** The calibration of the first group: where there is one group only, that of all events. */
  public Calibration calibration() {
    return calibrations.of(0);
  }

  /** Whether several densities are combined. */
  public boolean isEnsemble() {
    return members.size() > 1;
  }

  /** The classes whose probabilities its scores have; none where no member is conditional. */
  public Classes classes() {
    return members.stream()
        .map(member -> member.preprocessing().classes())
        .filter(classes -> classes.size() > 0)
        .findFirst()
        .orElse(Classes.NONE);
  }

  /** What a row of inputs to its members holds. */
  static RowSchema row(FeatureSchema schema) {
    return new RowSchema(schema.featureNames(), schema.contextNames());
  }

  private static void requireMembers(List<Member> members, RowSchema row, List<String> groups) {
    List<String> names = members.stream().map(Member::name).toList();
    if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "the members are " + names + "; allowed: one or more, with names that differ");
    }
    Set<Classes> classes = new HashSet<>();
    for (Member member : members) {
      Preprocessing preprocessing = member.preprocessing();
      if (!preprocessing.schema().equals(row)) {
        throw refused(
            member, "is over " + preprocessing.schema() + ", the bundle's schema has " + row);
      }
      if (!preprocessing.groupNames().equals(groups)) {
        throw refused(
            member,
            "tells the groups " + preprocessing.groupNames() + ", those calibrated are " + groups);
      }
      if (preprocessing.classes().size() > 0
          && classes.add(preprocessing.classes())
          && classes.size() > 1) {
        throw refused(member, "has other classes than a member before: " + classes);
      }
    }
  }

  private static IllegalArgumentException refused(Member member, String problem) {
    return new IllegalArgumentException("member " + member.name() + " " + problem);
  }

  /**
   * Looks at the names of a bundle to be, before the work that it takes.
   *
   * @throws IllegalArgumentException where one is not allowed
   */
  public static void requireNames(String name, String version) {
    requireName("name", name);
    requireName("version", version);
  }

  static void requireName(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a model's " + what + " must match " + NAME + ", got '" + value + "'");
    }
  }
}
