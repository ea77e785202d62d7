package io.vigia.app.bench.accuracy;

import java.util.Arrays;
import java.util.List;

/**
 * One set under the semi-supervised protocol (Han et al. 2022, "ADBench"; Livernoche et al. 2024):
 * the first half of the normal rows, in file order, to learn from; the other half and all anomalies
 * to be ranked. What a detector learns, scales included, it learns from {@code train}.
 *
 * @param name the file's, without its ending
 * @param columns names of the features
 * @param train rows one after the other
 * @param test rows one after the other
 * @param anomaly for each test row whether its label is 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelledSet(
    String name, List<String> columns, float[] train, float[] test, boolean[] anomaly) {

  /**
   * Splits rows by the protocol.
   *
   * @param values all rows one after the other, in file order
   * @param anomalous for each row whether its label is 1
   * @throws IllegalArgumentException where one of the classes is too small to judge by
   */
  static LabelledSet of(String name, List<String> columns, float[] values, boolean[] anomalous) {
    int features = columns.size();
    int normals = 0;
    for (boolean one : anomalous) {
      normals += one ? 0 : 1;
    }
    int anomalies = anomalous.length - normals;
    if (normals < 4 || anomalies < 1) {
      throw new IllegalArgumentException(
          "%s has %d rows with label 0 and %d with label 1; at least 4 and 1 are needed"
              .formatted(name, normals, anomalies));
    }
    int trained = (int) Math.rint(normals / 2.0);
    float[] train = new float[trained * features];
    float[] test = new float[(anomalous.length - trained) * features];
    boolean[] anomaly = new boolean[anomalous.length - trained];
    int taken = 0;
    int tested = 0;
    for (int row = 0; row < anomalous.length; row++) {
      if (!anomalous[row] && taken < trained) {
        System.arraycopy(values, row * features, train, taken++ * features, features);
      } else {
        System.arraycopy(values, row * features, test, tested * features, features);
        anomaly[tested++] = anomalous[row];
      }
    }
    return new LabelledSet(name, columns, train, test, anomaly);
  }

  /** How many features a row has. */
  public int features() {
    return columns.size();
  }

  int trainRows() {
    return train.length / columns.size();
  }

  int testRows() {
    return anomaly.length;
  }

  /** All normal rows, in file order. */
  public float[] normals() {
    int features = features();
    float[] rows = Arrays.copyOf(train, train.length + test.length);
    int size = train.length;
    for (int row = 0; row < anomaly.length; row++) {
      if (!anomaly[row]) {
        System.arraycopy(test, row * features, rows, size, features);
        size += features;
      }
    }
    return Arrays.copyOf(rows, size);
  }
}
