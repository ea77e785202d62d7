package io.vigia.training;

import io.vigia.feature.ColumnType;
import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.Categories;
import io.vigia.kernel.CategoryMass;
import io.vigia.kernel.Classes;
import io.vigia.kernel.ContextColumn;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Missing;
import io.vigia.kernel.Preprocessing;
import io.vigia.training.RowLayout.ConditionChoice;
import io.vigia.training.RowLayout.FeatureChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A {@link Preprocessing} from the training part of the rows. */
final class PreprocessingFit {
  /** Training rows that a pattern of missing features needs to be calibrated apart. */
  static final int LEAST_OF_A_PATTERN = 200;

  private final TrainingSet set;
  private final float[] rows;
  private final int[] classOfRow;
  private final Transform coordinates;
  private final Meaning meaning;
  private final SplittableRandom random;
  private final int inputs;

  private PreprocessingFit(
      TrainingSet set,
      float[] rows,
      int[] classOfRow,
      Transform coordinates,
      Meaning meaning,
      long seed) {
    this.set = set;
    this.rows = rows;
    this.classOfRow = classOfRow;
    this.coordinates = coordinates;
    this.meaning = meaning;
    this.random = new SplittableRandom(seed);
    this.inputs = set.layout().inputs();
  }

  /**
   * Fits.
   *
   * @param set says what the columns are
   * @param chosen the rows of the training part
   * @param coordinates of features whose own choice is {@link Transform#AUTO}
   * @param meaning of what reads them
   * @param seed of the noise on rounded values, before ranks are taken
   * @throws UnfitDataException where these rows cannot tell a column's width
   */
  static Preprocessing of(
      TrainingSet set, int[] chosen, Transform coordinates, Meaning meaning, long seed) {
    return new PreprocessingFit(
            set, set.rows(chosen), set.classesOf(chosen), coordinates, meaning, seed)
        .fit();
  }

  private Preprocessing fit() {
    List<FeatureColumn> features = new ArrayList<>();
    for (int j = 0; j < set.layout().features().size(); j++) {
      features.add(feature(set.layout().features().get(j), set.columns().features().get(j), j));
    }
    List<ContextColumn> conditions = new ArrayList<>();
    for (int k = 0; k < set.layout().conditions().size(); k++) {
      conditions.add(
          condition(
              set.layout().conditions().get(k),
              set.columns().conditions().get(k),
              features.size() + k));
    }
    return Preprocessing.of(features, conditions, masses(features), patterns(), classes());
  }

  private FeatureColumn feature(FeatureChoice choice, ColumnAnalysis.Finding finding, int column) {
    if (set.layout().block() != null) {
      return FeatureColumn.Continuous.plain(choice.name());
    }
    if (finding.type() == ColumnType.CATEGORICAL) {
      return new FeatureColumn.Categorical(choice.name(), categories(choice.values(), column));
    }
    double[] values = observed(column, finding.atom());
    if (values.length < 2) {
      throw new UnfitDataException(
          "column "
              + choice.name()
              + " has "
              + values.length
              + " values in the training part; give more data, or leave it out");
    }
    for (int i = 0; i < values.length; i++) {
      values[i] += finding.resolution() * (random.nextDouble() - 0.5);
    }
    Arrays.sort(values);
    if (values[0] == values[values.length - 1]) {
      throw new UnfitDataException(
          "column "
              + choice.name()
              + " is constant in the training part: "
              + values[0]
              + ". Leave it out, or give more data");
    }
    Transform asked = choice.transform() == Transform.AUTO ? coordinates : choice.transform();
    MarginalTransform transform = MarginalFit.of(asked, values, meaning);
    double[] z = Arrays.stream(values).map(transform::apply).toArray();
    double spread = MarginalFit.deviation(z);
    if (!(spread > 0 && Float.isFinite((float) (1 / spread)) && Double.isFinite(spread))) {
      throw new UnfitDataException(
          "column "
              + choice.name()
              + " has standard deviation "
              + spread
              + " in the training part; it must be above 0 and within a float's range");
    }
    return new FeatureColumn.Continuous(
        choice.name(),
        transform,
        finding.resolution(),
        choice.missing(),
        finding.atom(),
        z[z.length / 2],
        spread);
  }

  private ContextColumn condition(ConditionChoice choice, ColumnType type, int column) {
    if (type == ColumnType.CATEGORICAL) {
      return new ContextColumn.Categorical(choice.name(), categories(choice.values(), column));
    }
    double[] values = observed(column, null);
    if (values.length == 0) {
      throw new UnfitDataException(
          "column " + choice.name() + " is missing in the whole training part. Leave it out");
    }
    if (choice.isError()) {
      values = Arrays.stream(values).map(Math::log).toArray();
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double deviation = MarginalFit.deviation(values);
    double scale = deviation > 0 ? deviation : 1; // the same in all these rows: tells nothing
    return choice.isError()
        ? new ContextColumn.Sigma(choice.name(), choice.errorOf(), mean, scale)
        : new ContextColumn.Continuous(choice.name(), mean, scale, choice.maybeMissing());
  }

  private Categories categories(List<Double> declared, int column) {
    if (!declared.isEmpty()) {
      float[] values = new float[declared.size()];
      IntStream.range(0, values.length).forEach(i -> values[i] = declared.get(i).floatValue());
      return Categories.of(withMissing(values, column));
    }
    return Categories.of(withMissing(ColumnValues.of(rows, inputs, column).distinct(), column));
  }

  /** NaN is a category where it was seen. */
  private float[] withMissing(float[] values, int column) {
    if (ColumnValues.of(rows, inputs, column).missing() == 0) {
      return values;
    }
    float[] more = Arrays.copyOf(values, values.length + 1);
    more[values.length] = Float.NaN;
    return more;
  }

  private double[] observed(int column, @Nullable Float atom) {
    double[] values = new double[rows.length / inputs];
    int size = 0;
    for (int at = column; at < rows.length; at += inputs) {
      if (!Float.isNaN(rows[at]) && (atom == null || rows[at] != atom)) {
        values[size++] = rows[at];
      }
    }
    return Arrays.copyOf(values, size);
  }

  private List<CategoryMass> masses(List<FeatureColumn> features) {
    int[] places =
        IntStream.range(0, features.size()).filter(j -> features.get(j).categories() > 1).toArray();
    if (places.length == 0) {
      return List.of();
    }
    List<FeatureColumn> columns = Arrays.stream(places).mapToObj(features::get).toList();
    List<CategoryMass> masses = new ArrayList<>();
    for (int k = 0; k < Math.max(1, set.classes().size()); k++) {
      List<float[]> ofClass = new ArrayList<>();
      for (int i = 0; i < classOfRow.length; i++) {
        if (classOfRow[i] == k) {
          ofClass.add(Arrays.copyOfRange(rows, i * inputs, (i + 1) * inputs));
        }
      }
      masses.add(CategoryMassFit.of(columns, places, ofClass));
    }
    return masses;
  }

  /** The common patterns of missing features, that of none first, then the commonest. */
  private List<Set<String>> patterns() {
    Set<String> masked = new TreeSet<>();
    for (int j = 0; j < set.layout().features().size(); j++) {
      FeatureChoice choice = set.layout().features().get(j);
      if (choice.missing() == Missing.MASK
          && set.columns().features().get(j).type() != ColumnType.CATEGORICAL) {
        masked.add(choice.name());
      }
    }
    if (masked.isEmpty()) {
      return List.of();
    }
    List<String> names = set.schema().features();
    Map<Set<String>, Integer> counts = new HashMap<>();
    for (int at = 0; at < rows.length; at += inputs) {
      Set<String> pattern = new HashSet<>();
      for (int j = 0; j < names.size(); j++) {
        if (Float.isNaN(rows[at + j]) && masked.contains(names.get(j))) {
          pattern.add(names.get(j));
        }
      }
      counts.merge(pattern, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= LEAST_OF_A_PATTERN)
        .sorted(PreprocessingFit::completeThenCommonest)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int completeThenCommonest(
      Map.Entry<Set<String>, Integer> a, Map.Entry<Set<String>, Integer> b) {
    if (a.getKey().isEmpty() != b.getKey().isEmpty()) {
      return a.getKey().isEmpty() ? -1 : 1;
    }
    int byCount = Integer.compare(b.getValue(), a.getValue());
    return byCount != 0
        ? byCount
        : new TreeSet<>(a.getKey()).toString().compareTo(new TreeSet<>(b.getKey()).toString());
  }

  private Classes classes() {
    int classes = set.classes().size();
    if (classes == 0) {
      return Classes.NONE;
    }
    double[] priors = new double[classes];
    for (int k : classOfRow) {
      priors[k] += 1.0 / classOfRow.length;
    }
    return new Classes(set.classes(), Arrays.stream(priors).boxed().toList());
  }
}
