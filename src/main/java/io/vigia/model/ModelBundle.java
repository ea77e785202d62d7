package io.vigia.model;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CombinedScore;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.RowSchema;
import java.util.List;
import java.util.Map;
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
 * @param classes that members are conditional on, beside the context, with their priors; empty
 *     where they are not
 * @param calibrations of the statistic, on events that neither the weights nor the combination were
 *     fitted on, for each group of events
 * @param evaluation figures on held-out rows by name, for people
 */
public record ModelBundle(
    String name,
    String version,
    FeatureSchema schema,
    List<Member> members,
    @Nullable CombinedScore combination,
    List<ClassPrior> classes,
    CalibrationGroups calibrations,
    Provenance provenance,
    Map<String, Double> evaluation) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final double PRIOR_TOLERANCE = 1e-6;

  /**
   * @throws IllegalArgumentException where a name is not allowed or the parts do not fit
   */
  public ModelBundle {
    requireNames(name, version);
    members = List.copyOf(members);
    classes = List.copyOf(classes);
    evaluation = java.util.Collections.unmodifiableMap(new TreeMap<>(evaluation));
    requireClasses(classes);
    requireMembers(members, featureNames(schema), classes.size(), calibrations.size());
    int combined = combination == null ? 1 : combination.tails().size();
    if (combined != members.size()) {
      throw new IllegalArgumentException(
          members.size()
              + " members, and a combination of "
              + combined
              + "; an ensemble combines all of its members");
    }
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
    RowSchema row = new RowSchema(featureNames(schema), List.of());
    return new ModelBundle(
        name,
        version,
        schema,
        List.of(Member.flow(weights, row, provenance.seed())),
        null,
        List.of(),
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

  /**
   * Whether a member's density is conditional on the class.
   *
   * @param member of this bundle
   */
  public boolean isClassConditional(Member member) {
    return member.weights().context() > member.preprocessing().context();
  }

  private static List<String> featureNames(FeatureSchema schema) {
    return schema.features().stream().map(Feature::name).toList();
  }

  private static void requireClasses(List<ClassPrior> classes) {
    double sum = classes.stream().mapToDouble(ClassPrior::prior).sum();
    boolean distinct = classes.stream().map(ClassPrior::name).distinct().count() == classes.size();
    if (!classes.isEmpty() && (!distinct || Math.abs(sum - 1) > PRIOR_TOLERANCE)) {
      throw new IllegalArgumentException(
          "the classes are " + classes + "; allowed: names that differ, priors that sum to 1");
    }
  }

  private static void requireMembers(
      List<Member> members, List<String> features, int classes, int groups) {
    if (members.isEmpty()
        || members.stream().map(Member::name).distinct().count() < members.size()) {
      throw new IllegalArgumentException(
          "the members are "
              + members.stream().map(Member::name).toList()
              + "; allowed: one or more, with names that differ");
    }
    RowSchema row = members.get(0).preprocessing().schema();
    for (Member member : members) {
      if (!member.preprocessing().schema().features().equals(features)) {
        throw refused(
            member,
            "is over the features "
                + member.preprocessing().schema().features()
                + ", the schema has "
                + features);
      }
      if (!member.preprocessing().schema().equals(row)) {
        throw refused(member, "takes other rows than the first member: " + row);
      }
      if (member.preprocessing().groups() != groups) {
        throw refused(
            member,
            "tells " + member.preprocessing().groups() + " groups, calibrated are " + groups);
      }
      int context = member.weights().context() - member.preprocessing().context();
      if (context != 0 && (context != classes || classes == 0)) {
        throw refused(
            member,
            "has "
                + member.weights().context()
                + " context numbers, the preprocessing gives "
                + member.preprocessing().context()
                + " and there are "
                + classes
                + " classes");
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
