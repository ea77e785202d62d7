package io.vigia.density.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Encoder and decoder of rows: two dense networks, the decoder a mirror of the encoder. */
final class DenseCoder implements Coder {
  private static final double GAIN = 0.1;

  private final ParameterTable table = new ParameterTable();
  private final int features;
  private final boolean fromDecoder;
  private final DenseNetwork encoder;
  private final DenseNetwork decoder;
  private final ParameterTable.Entry deviation;

  DenseCoder(VaeArchitecture shape) {
    this.features = shape.features();
    this.fromDecoder = shape.observation().equals(VaeArchitecture.DECODER);
    List<Integer> mirrored = new ArrayList<>(shape.hidden());
    Collections.reverse(mirrored);
    int outputs = fromDecoder ? 2 * features : features;
    this.encoder =
        new DenseNetwork(table, "encoder", shape.inputs(), shape.hidden(), 2 * shape.latent());
    this.decoder =
        new DenseNetwork(table, "decoder", shape.latent() + shape.context(), mirrored, outputs);
    this.deviation = table.add("observation.log_deviation", 1, features);
  }

  @Override
  public ParameterTable table() {
    return table;
  }

  @Override
  public void initialise(float[] theta, SplittableRandom random) {
    encoder.initialise(theta, random, GAIN);
    decoder.initialise(theta, random, GAIN);
  }

  @Override
  public NDArray encode(NDList parameters, NDArray x, NDArray context) {
    return encoder.apply(parameters, Coder.beside(x, context));
  }

  @Override
  public Raw decode(NDList parameters, NDArray z, NDArray context) {
    NDArray out = decoder.apply(parameters, Coder.beside(z, context));
    NDArray free = parameters.get(deviation.index());
    if (!fromDecoder) {
      return new Raw(out, free);
    }
    NDList halves = out.split(2, 1);
    return new Raw(halves.get(0), halves.get(1).add(free));
  }
}
