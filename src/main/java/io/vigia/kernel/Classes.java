package io.vigia.kernel;

import java.util.List;

/**
 * The classes that a class-conditional density was trained on.
 *
 * @param names in order; empty where the density has no classes
 * @param priors {@code pi_k}, the share of each in training, above 0, together 1
 */
public record Classes(List<String> names, List<Double> priors) {
  public static final Classes NONE = new Classes(List.of(), List.of());

  /**
   * @throws IllegalArgumentException where there is one class only, or priors do not belong
   */
  public Classes {
    names = List.copyOf(names);
    priors = List.copyOf(priors);
    if (names.size() == 1 || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "classes.names is " + names + "; allowed: none, or two and more, each once");
    }
    boolean positive = priors.stream().allMatch(prior -> prior > 0);
    double sum = priors.stream().mapToDouble(Double::doubleValue).sum();
    if (names.size() != priors.size()
        || !positive
        || (!names.isEmpty() && !(Math.abs(sum - 1) < 1e-9))) {
      throw new IllegalArgumentException(
          "classes.priors is "
              + priors
              + "; allowed: one for each of "
              + names
              + ", above 0, together 1");
    }
  }

  public int size() {
    return names.size();
  }
}
