package io.vigia.density.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Encoder and decoder of images. The encoder is convolutions of 3 x 3 with stride 2 and a dense
 * network; the decoder a dense network and, for each of these, a convolution of 3 x 3 to four times
 * as many channels, which are then laid out as 2 x 2 pixels each. That is a transposed convolution
 * of stride 2 (Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?");
 * DJL 0.36 has no transposed one on PyTorch. What lies beyond the side is cut off at the end.
 */
final class ConvolutionalCoder implements Coder {
  private static final int KERNEL = 3;
  private static final Shape PAD = new Shape(1, 1);
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final double GAIN = 0.1;

  /** Weight [outputs, inputs, 3, 3] and bias [outputs]. */
  private record Convolution(ParameterTable.Entry weight, ParameterTable.Entry bias) {
    static Convolution in(ParameterTable table, String name, int inputs, int outputs) {
      return new Convolution(
          table.add(name + ".weight", outputs, inputs, KERNEL, KERNEL),
          table.add(name + ".bias", outputs));
    }

    NDArray apply(NDList parameters, NDArray image, Shape stride) {
      NDArray kernel = parameters.get(weight.index());
      return Conv2d.conv2d(image, kernel, parameters.get(bias.index()), stride, PAD, ONE, 1).head();
    }

    void initialise(float[] theta, SplittableRandom random, double gain) {
      double deviation = gain / Math.sqrt(weight.shape()[1] * (double) (KERNEL * KERNEL));
      for (int i = weight.offset(); i < weight.end(); i++) {
        theta[i] = (float) (deviation * random.nextGaussian());
      }
    }
  }

  private final ParameterTable table = new ParameterTable();
  private final VaeArchitecture shape;
  private final int innerSide;
  private final int innerFilters;
  private final List<Convolution> down = new ArrayList<>();
  private final List<Convolution> up = new ArrayList<>();
  private final DenseNetwork encoder;
  private final DenseNetwork decoder;
  private final ParameterTable.Entry deviation;

  ConvolutionalCoder(VaeArchitecture shape) {
    this.shape = shape;
    List<Integer> filters = shape.filters();
    int channels = shape.channels();
    int side = shape.side();
    for (int l = 0; l < filters.size(); l++) {
      down.add(Convolution.in(table, "encoder.convolution." + l, channels, filters.get(l)));
      channels = filters.get(l);
      side = (side + 1) / 2;
    }
    this.innerSide = side;
    this.innerFilters = channels;
    int inner = channels * side * side;
    int context = shape.context();
    this.encoder =
        new DenseNetwork(table, "encoder", inner + context, shape.hidden(), 2 * shape.latent());
    this.decoder =
        new DenseNetwork(table, "decoder", shape.latent() + context, shape.hidden(), inner);
    for (int l = filters.size() - 1; l >= 0; l--) {
      int outputs = l == 0 ? shape.channels() : filters.get(l - 1);
      up.add(Convolution.in(table, "decoder.convolution." + l, filters.get(l), 4 * outputs));
    }
    this.deviation = table.add("observation.log_deviation", 1, shape.features());
  }

  @Override
  public ParameterTable table() {
    return table;
  }

  @Override
  public void initialise(float[] theta, SplittableRandom random) {
    for (Convolution convolution : down) {
      convolution.initialise(theta, random, Math.sqrt(2));
    }
    encoder.initialise(theta, random, GAIN);
    decoder.initialise(theta, random, Math.sqrt(2));
    for (Convolution convolution : up) {
      boolean last = convolution == up.get(up.size() - 1);
      convolution.initialise(theta, random, last ? GAIN : Math.sqrt(2));
    }
  }

  @Override
  public NDArray encode(NDList parameters, NDArray x, NDArray context) {
    NDArray h = x.reshape(-1, shape.channels(), shape.side(), shape.side());
    for (Convolution convolution : down) {
      h = DenseNetwork.silu(convolution.apply(parameters, h, TWO));
    }
    NDArray flat = h.reshape(-1, (long) innerFilters * innerSide * innerSide);
    return encoder.apply(parameters, Coder.beside(flat, context));
  }

  @Override
  public Raw decode(NDList parameters, NDArray z, NDArray context) {
    NDArray h = decoder.apply(parameters, Coder.beside(z, context));
    h = h.reshape(-1, innerFilters, innerSide, innerSide);
    for (Convolution convolution : up) {
      h = spread(convolution.apply(parameters, DenseNetwork.silu(h), ONE));
    }
    int side = shape.side();
    NDArray image = h.get(":, :, :" + side + ", :" + side);
    return new Raw(image.reshape(-1, shape.features()), parameters.get(deviation.index()));
  }

  /** From [batch, 4 c, n, n] to [batch, c, 2 n, 2 n]: four channels as two by two pixels. */
  private static NDArray spread(NDArray h) {
    long channels = h.getShape().get(1) / 4;
    long side = h.getShape().get(2);
    return h.reshape(-1, channels, 2, 2, side, side)
        .transpose(0, 1, 4, 2, 5, 3)
        .reshape(-1, channels, 2 * side, 2 * side);
  }
}
