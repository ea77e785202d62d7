package io.vigia.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * From a row of inputs as a stream has them (features, then context columns) to the coordinates and
 * conditions of a density, with exact account of the volume. With z the coordinates, c the context
 * and k the categories of a row x:
 *
 * <pre>log p(x) = log p(z | c) + sum_j log dz_j/dx_j + log P(k)</pre>
 *
 * <p>The context is, in this order: each feature's indicators and one-hot numbers, each context
 * column's numbers, one number for each class (one-hot in training; zeros from {@link #apply},
 * since {@link ClassMixture} tries them all). Immutable and safe for use by several threads.
 */
public final class Preprocessing {
  private static final int MOST_MASKS = 63;

  private final RowSchema schema;
  private final FeatureColumn[] features;
  private final ContextColumn[] conditions;
  private final List<CategoryMass> masses;
  private final List<Set<String>> patterns;
  private final Classes classes;

  private final int coordinates;
  private final int context;
  private final FeatureColumn[] categorical;
  private final int[] categoricalPlaces;
  private final int[] maskPlaces;
  private final long[] patternBits;
  private final boolean identity;

  private Preprocessing(
      List<FeatureColumn> features,
      List<ContextColumn> conditions,
      List<CategoryMass> masses,
      List<Set<String>> patterns,
      Classes classes) {
    this.schema =
        new RowSchema(
            features.stream().map(FeatureColumn::name).toList(),
            conditions.stream().map(ContextColumn::name).toList());
    this.features = features.toArray(FeatureColumn[]::new);
    this.conditions = conditions.toArray(ContextColumn[]::new);
    this.masses = List.copyOf(masses);
    this.patterns = patterns.stream().map(Set::copyOf).toList();
    this.classes = classes;
    this.coordinates = features.stream().mapToInt(FeatureColumn::coordinates).sum();
    this.context =
        features.stream().mapToInt(FeatureColumn::slots).sum()
            + conditions.stream().mapToInt(ContextColumn::slots).sum()
            + classes.size();
    this.categoricalPlaces = places(features, feature -> feature.categories() > 1);
    this.categorical =
        IntStream.of(categoricalPlaces).mapToObj(features::get).toArray(FeatureColumn[]::new);
    this.maskPlaces = places(features, Preprocessing::isMasked);
    this.patternBits = this.patterns.stream().mapToLong(this::bits).toArray();
    this.identity =
        features.stream().allMatch(f -> f.equals(FeatureColumn.Continuous.plain(f.name())))
            && conditions.stream().allMatch(c -> c.equals(ContextColumn.Continuous.plain(c.name())))
            && classes.size() == 0;
  }

  private static int[] places(
      List<FeatureColumn> features, java.util.function.Predicate<FeatureColumn> which) {
    return IntStream.range(0, features.size()).filter(i -> which.test(features.get(i))).toArray();
  }

  private static boolean isMasked(FeatureColumn feature) {
    return feature instanceof FeatureColumn.Continuous column && column.missing() == Missing.MASK;
  }

  /** Leaves rows as they are. */
  public static Preprocessing identity(RowSchema schema) {
    return of(
        schema.features().stream().<FeatureColumn>map(FeatureColumn.Continuous::plain).toList(),
        schema.context().stream().<ContextColumn>map(ContextColumn.Continuous::plain).toList(),
        List.of(),
        List.of(),
        Classes.NONE);
  }

  /**
   * By the columns of a row.
   *
   * @param features in order, at least one with a coordinate
   * @param context in order; may be empty
   * @param masses of the features that have categories, in order: one for each class, or one where
   *     there are no classes; none where no feature has categories
   * @param patterns of missing features with {@link Missing#MASK} that are calibrated apart, by
   *     name; all others are one more group
   * @param classes that the density is conditional on
   * @throws IllegalArgumentException where they do not fit each other
   */
  public static Preprocessing of(
      List<FeatureColumn> features,
      List<ContextColumn> context,
      List<CategoryMass> masses,
      List<Set<String>> patterns,
      Classes classes) {
    Preprocessing made = new Preprocessing(features, context, masses, patterns, classes);
    made.check();
    return made;
  }

  private void check() {
    if (coordinates == 0) {
      throw new IllegalArgumentException(
          "no feature of "
              + schema.features()
              + " has a density: at least one must be continuous or ordinal");
    }
    int needed = categorical.length == 0 ? 0 : Math.max(1, classes.size());
    if (masses.size() != needed) {
      throw new IllegalArgumentException(
          "there are " + masses.size() + " masses of categories; allowed: " + needed);
    }
    for (CategoryMass mass : masses) {
      boolean fits = mass.columns() == categorical.length;
      for (int i = 0; fits && i < categorical.length; i++) {
        fits = mass.categories(i) == categorical[i].categories();
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "a mass of categories does not have the categories of the features");
      }
    }
    if (maskPlaces.length > MOST_MASKS) {
      throw new IllegalArgumentException(
          maskPlaces.length
              + " features have missing: mask; allowed: at most "
              + MOST_MASKS
              + ". Use missing: impute for some");
    }
    for (ContextColumn column : conditions) {
      if (column instanceof ContextColumn.Sigma sigma
          && !(sigma.feature() >= 0
              && sigma.feature() < features.length
              && features[sigma.feature()] instanceof FeatureColumn.Continuous)) {
        throw new IllegalArgumentException(
            "context "
                + sigma.name()
                + " is the error of feature "
                + sigma.feature()
                + "; allowed: the place of a continuous feature");
      }
    }
  }

  /** What a row of inputs holds. */
  public RowSchema schema() {
    return schema;
  }

  /** What a row of coordinates and context numbers holds: what a density behind this is over. */
  public RowSchema coordinateSchema() {
    List<String> names = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    for (FeatureColumn feature : features) {
      if (feature.coordinates() == 1) {
        names.add(feature.name());
      }
      number(feature.name(), feature.slots(), numbers);
    }
    for (ContextColumn column : conditions) {
      number(column.name(), column.slots(), numbers);
    }
    classes.names().forEach(name -> numbers.add("class " + name));
    return new RowSchema(names, numbers);
  }

  private static void number(String name, int slots, List<String> names) {
    for (int i = 0; i < slots; i++) {
      names.add(slots == 1 ? name : name + " " + i);
    }
  }

  public List<FeatureColumn> features() {
    return List.of(features);
  }

  public List<ContextColumn> conditions() {
    return List.of(conditions);
  }

  /** Of the features that have categories: one for each class, one without classes, or none. */
  public List<CategoryMass> masses() {
    return masses;
  }

  /** Names of missing features: a group each. */
  public List<Set<String>> patterns() {
    return patterns;
  }

  public Classes classes() {
    return classes;
  }

  /** D, the coordinates of the density. */
  public int coordinates() {
    return coordinates;
  }

  /** C, the numbers that the density is conditional on, those of the classes included. */
  public int context() {
    return context;
  }

  /** Whether rows stay as they are. */
  public boolean isIdentity() {
    return identity;
  }

  /**
   * Writes a row's D coordinates and C context numbers. Allocates nothing.
   *
   * @return what to add to the log-density of the coordinates to have that of the row, in nats over
   *     the original features; where there are classes, the mass of categories is left to {@link
   *     #logMass}. NaN where a value is that may not be missing
   */
  public double apply(float[] rows, int offset, float[] out, int outOffset) {
    double volume = 0;
    int coordinate = outOffset;
    int slot = outOffset + coordinates;
    int input = offset;
    for (FeatureColumn feature : features) {
      volume += feature.apply(rows[input++], out, coordinate, slot);
      coordinate += feature.coordinates();
      slot += feature.slots();
    }
    for (ContextColumn column : conditions) {
      if (column instanceof ContextColumn.Sigma sigma
          && Float.isNaN(rows[input])
          && !Float.isNaN(rows[offset + sigma.feature()])) {
        volume = Double.NaN; // a value without the error that its density is conditional on
      }
      column.apply(rows[input++], out, slot);
      slot += column.slots();
    }
    for (int k = 0; k < classes.size(); k++) {
      out[slot + k] = 0;
    }
    return masses.size() == 1 ? volume + logMass(0, rows, offset) : volume;
  }

  /**
   * The log-probability of a row's categories in a class, in nats; 0 where no feature has any.
   *
   * @param inClass from 0; 0 where there are no classes
   */
  public double logMass(int inClass, float[] rows, int offset) {
    return masses.isEmpty()
        ? 0
        : masses.get(inClass).log(categorical, categoricalPlaces, rows, offset);
  }

  /**
   * Of the groups that are calibrated apart, the one that a row belongs to, by which of its masked
   * features are missing. The last one has all patterns that have no group of their own.
   */
  public int group(float[] rows, int offset) {
    if (maskPlaces.length == 0) {
      return 0;
    }
    long bits = 0;
    for (int i = 0; i < maskPlaces.length; i++) {
      if (Float.isNaN(rows[offset + maskPlaces[i]])) {
        bits |= 1L << i;
      }
    }
    int group = 0;
    while (group < patternBits.length && patternBits[group] != bits) {
      group++;
    }
    return group;
  }

  /** How many groups are calibrated apart. */
  public int groups() {
    return maskPlaces.length == 0 ? 1 : patternBits.length + 1;
  }

  /** For people, in order: {@code complete}, {@code missing a b}, and at last {@code other}. */
  public List<String> groupNames() {
    if (maskPlaces.length == 0) {
      return List.of("all");
    }
    List<String> names = new ArrayList<>();
    for (Set<String> pattern : patterns) {
      names.add(
          pattern.isEmpty()
              ? "complete"
              : "missing " + String.join(" ", pattern.stream().sorted().toList()));
    }
    names.add("other");
    return names;
  }

  private long bits(Set<String> pattern) {
    long bits = 0;
    Set<String> left = new LinkedHashSet<>(pattern);
    for (int i = 0; i < maskPlaces.length; i++) {
      if (left.remove(schema.features().get(maskPlaces[i]))) {
        bits |= 1L << i;
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "mask_groups names " + left + "; allowed: features with missing: mask");
    }
    return bits;
  }

  /**
   * A density over rows of inputs, in nats over the original features, from one over coordinates
   * and context. Where there are classes it is a {@link ClassMixture}.
   *
   * @throws IllegalArgumentException where the density has another number of inputs
   */
  public CompiledDensity before(CompiledDensity density) {
    if (density.inputs() != coordinates + context) {
      throw new IllegalArgumentException(
          "the density takes "
              + density.inputs()
              + " numbers, the preprocessing gives "
              + coordinates
              + " coordinates and "
              + context
              + " context numbers");
    }
    if (classes.size() > 0) {
      return new ClassMixture(this, density);
    }
    return identity ? density : new CompiledPreprocessing(this, density);
  }

  /**
   * Draws what a sampled row has before its coordinates: writes the features' categories by their
   * mass, NaN where a value is to be missing, and any present value elsewhere. Masked features are
   * observed.
   */
  public void drawCategories(int inClass, SplittableRandom random, float[] rows, int offset) {
    for (int j = 0; j < features.length; j++) {
      rows[offset + j] = present(features[j]);
    }
    if (masses.isEmpty()) {
      return;
    }
    int[] codes = masses.get(inClass).draw(random::nextDouble);
    while (isOther(codes)) { // has no value to write
      codes = masses.get(inClass).draw(random::nextDouble);
    }
    for (int i = 0; i < codes.length; i++) {
      if (categorical[i] instanceof FeatureColumn.Categorical column) {
        rows[offset + categoricalPlaces[i]] = column.values().value(codes[i]);
      } else if (categorical[i] instanceof FeatureColumn.Continuous column && codes[i] > 0) {
        boolean atom = column.atom() != null && codes[i] == column.categories() - 1;
        rows[offset + categoricalPlaces[i]] = atom ? column.atom() : Float.NaN;
      }
    }
  }

  private boolean isOther(int[] codes) {
    for (int i = 0; i < codes.length; i++) {
      if (categorical[i] instanceof FeatureColumn.Categorical column
          && codes[i] == column.values().size()) {
        return true;
      }
    }
    return false;
  }

  private static float present(FeatureColumn feature) {
    if (!(feature instanceof FeatureColumn.Continuous column)) {
      return Float.NaN;
    }
    float value = (float) column.transform().inverse(column.centre());
    return column.filled(value) ? Math.nextUp(value) : value;
  }

  /**
   * Writes the features that coordinates stand for into a row whose categories are there already
   * (see {@link #drawCategories}). A value that was rounded comes back unrounded.
   */
  public void restore(float[] coordinates, int from, float[] rows, int offset) {
    int at = from;
    for (int j = 0; j < features.length; j++) {
      if (features[j] instanceof FeatureColumn.Continuous column) {
        if (!column.filled(rows[offset + j])) {
          rows[offset + j] = (float) column.transform().inverse(coordinates[at]);
        }
        at++;
      }
    }
  }

  /** As it stands in {@code model.json}. */
  public ObjectNode toJson() {
    return PreprocessingJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} wrote: the same to the last bit.
   *
   * @throws IllegalArgumentException naming the key, for anything else
   */
  public static Preprocessing fromJson(JsonNode json) {
    return PreprocessingJson.read(json);
  }
}
