package io.vigia.density.companion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;
import io.vigia.density.Standardiser;

/** The network that guesses how long a row has diffused: features and context in, logits out. */
final class TimeClassifier {
  private final ParameterTable table = new ParameterTable();
  private final DenseNetwork network;

  TimeClassifier(TimeClassifierArchitecture architecture) {
    this.network =
        new DenseNetwork(
            table,
            "classifier",
            architecture.features() + architecture.context(),
            architecture.hidden(),
            architecture.bins());
  }

  ParameterTable table() {
    return table;
  }

  DenseNetwork network() {
    return network;
  }

  /** Log-probabilities of the bins, [batch, bins], of noised features beside their context. */
  NDArray logProbabilities(NDList parameters, Standardiser.Split row, NDArray noised) {
    return network.apply(parameters, row.withContext(noised)).logSoftmax(1);
  }

  /** The numbers 0 to bins - 1, [bins, 1]: what a mean bin is made with. */
  static NDArray numbers(NDManager manager, int bins) {
    float[] numbers = new float[bins];
    for (int bin = 0; bin < bins; bin++) {
      numbers[bin] = bin;
    }
    return manager.create(numbers, new Shape(bins, 1));
  }
}
