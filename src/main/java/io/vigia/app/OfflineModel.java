package io.vigia.app;

import io.vigia.app.worker.OpenedModel;
import io.vigia.density.PreprocessedDensity;
import io.vigia.density.Torch;
import io.vigia.kernel.ClassMixture;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.LogDensity;
import io.vigia.model.Member;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.training.DensityKinds;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundle of any members that scores off the stream: those that compile by the kernel, as the
 * stream does; the others on DJL, best in bulk. For one thread; what it opened is closed with it.
 */
final class OfflineModel implements OpenedModel {
  private final List<PreprocessedDensity> opened = new ArrayList<>();
  private final ScoringModel scoring;

  private OfflineModel(StoredBundle stored, String device) {
    this.scoring = ScoringModel.of(stored, member -> density(member, device));
  }

  /**
   * Compiles and opens a bundle's members.
   *
   * @param device where DJL computes: {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto}
   * @throws IllegalArgumentException where a member is of a kind that is not known
   */
  static OfflineModel open(StoredBundle stored, String device) {
    return new OfflineModel(stored, device);
  }

  /** Its members on DJL. */
  static PreprocessedDensity open(Member member, String device) {
    return new PreprocessedDensity(
        member.preprocessing(),
        DensityKinds.of(member.weights().kind())
            .opener()
            .open(member.weights(), Torch.device(device)));
  }

  private CompiledDensity density(Member member, String device) {
    if (CompiledDensity.kinds().contains(member.weights().kind())) {
      return member.compiled(Kernel.selected());
    }
    PreprocessedDensity density = open(member, device);
    opened.add(density);
    return new OnDjl(member.weights().kind() + "-djl", density);
  }

  @Override
  public ScoringModel scoring() {
    return scoring;
  }

  @Override
  public void close() {
    opened.forEach(PreprocessedDensity::close);
  }

  /** A density on DJL in a compiled one's place. */
  private record OnDjl(String name, PreprocessedDensity density) implements CompiledDensity {
    @Override
    public int inputs() {
      return density.schema().inputs();
    }

    @Override
    public LogDensity newLogDensity() {
      return density.classes() == 0 ? new Batches(density) : new MixtureBatches(density);
    }

    /** Not counted. */
    @Override
    public long multiplications() {
      return 0;
    }
  }

  private static class Batches implements LogDensity {
    final PreprocessedDensity density;
    final float[] last;

    Batches(PreprocessedDensity density) {
      this.density = density;
      this.last = new float[density.schema().inputs()];
    }

    @Override
    public int inputs() {
      return last.length;
    }

    @Override
    public double logDensity(float[] vectors, int offset) {
      System.arraycopy(vectors, offset, last, 0, last.length);
      return density.logDensity(last, 1)[0];
    }

    @Override
    public void logDensities(float[] vectors, int count, double[] out) {
      System.arraycopy(density.logDensity(vectors, count), 0, out, 0, count);
    }
  }

  private static final class MixtureBatches extends Batches implements ClassMixture.Scorer {
    MixtureBatches(PreprocessedDensity density) {
      super(density);
    }

    @Override
    public int classes() {
      return density.classes();
    }

    @Override
    public void classProbabilities(double[] out) {
      System.arraycopy(density.classProbabilities(last, 1), 0, out, 0, classes());
    }
  }
}
