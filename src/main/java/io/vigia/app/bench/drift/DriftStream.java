package io.vigia.app.bench.drift;

import io.vigia.sim.DimuonProcess;
import io.vigia.sim.DimuonSimulator;
import io.vigia.sim.SimulatedEvent;
import io.vigia.sim.VectorSimulator;
import java.util.List;
import java.util.stream.IntStream;

/** A stream without drift: rows by index, under a seed. */
interface DriftStream {
  String name();

  List<String> features();

  /** How many rows there are. */
  long length();

  /** The row of this index, all anew. */
  float[] row(long seed, long index);

  /** A row of a kind that is not among the others. */
  float[] novel(long seed, long index);

  /** The 16 dependent numbers of {@code vigia bench stream}. */
  static DriftStream vectors() {
    return new DriftStream() {
      @Override
      public String name() {
        return "vectors";
      }

      @Override
      public List<String> features() {
        return IntStream.range(0, VectorSimulator.FEATURES).mapToObj(i -> "x" + i).toList();
      }

      @Override
      public long length() {
        return Long.MAX_VALUE;
      }

      @Override
      public float[] row(long seed, long index) {
        double[] vector = VectorSimulator.of(seed).vector(index);
        float[] row = new float[vector.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) vector[i];
        }
        return row;
      }

      @Override
      public float[] novel(long seed, long index) {
        float[] row = row(seed, index);
        row[2] = 5 + 0.2f * row[2];
        row[3] = -4 + 0.2f * row[3];
        row[9] = 4 + 0.2f * row[9];
        return row;
      }
    };
  }

  /** Simulated muon pairs: logarithms of transverse momenta and of the mass, angles. */
  static DriftStream dimuon() {
    return new DriftStream() {
      @Override
      public String name() {
        return "dimuon";
      }

      @Override
      public List<String> features() {
        return List.of("log_pt1", "eta1", "phi1", "log_pt2", "eta2", "phi2", "log_mass");
      }

      @Override
      public long length() {
        return Long.MAX_VALUE;
      }

      @Override
      public float[] row(long seed, long index) {
        return row(DimuonSimulator.of(seed).event(index, 0));
      }

      @Override
      public float[] novel(long seed, long index) {
        return row(
            DimuonSimulator.of(seed)
                .withAnomalies(DimuonProcess.HEAVY_RESONANCE, 1)
                .event(index, 0));
      }

      private static float[] row(SimulatedEvent event) {
        return new float[] {
          (float) Math.log(event.pt1()),
          (float) event.eta1(),
          (float) event.phi1(),
          (float) Math.log(event.pt2()),
          (float) event.eta2(),
          (float) event.phi2(),
          (float) Math.log(event.mass())
        };
      }
    };
  }
}
