package io.vigia.model;

/**
 * One of the classes that a class-conditional density knows.
 *
 * @param name the label's value
 * @param prior its share of the training rows, above 0, at most 1
 */
public record ClassPrior(String name, double prior) {
  public ClassPrior {
    if (name.isEmpty() || !(prior > 0 && prior <= 1)) {
      throw new IllegalArgumentException(
          "class '" + name + "' has prior " + prior + "; allowed: a name, above 0, at most 1");
    }
  }
}
