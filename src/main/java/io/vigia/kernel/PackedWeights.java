package io.vigia.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts all weights of a flow into one array, in the order in which they are used, on the boundaries
 * of cache lines where the garbage collector allows it. A network is larger than the first-level
 * cache, so one event costs one pass of its weights through it: lines read whole make that a fifth
 * faster than lines read in halves.
 *
 * <p>Java does not align arrays. But G1, the usual collector, puts an array of more than half a
 * heap region at the start of a region and does not move it; so the array is made that large (a
 * region has 1 to 32 MiB, growing with the heap). Under other collectors, or with object headers of
 * another length, nothing is gained, nothing is wrong.
 */
final class PackedWeights {
  private static final int LINE_BYTES = 64;

  /** Of an array, with the JVM's default options. */
  private static final int HEADER_BYTES = 16;

  private PackedWeights() {}

  /** The same transforms with their weights in one array. */
  static List<CompiledTransform> packed(List<CompiledTransform> transforms) {
    int at = (LINE_BYTES - HEADER_BYTES) / Float.BYTES;
    float[] memory = memory(Math.addExact(at, size(transforms)));
    List<CompiledTransform> packed = new ArrayList<>();
    for (CompiledTransform transform : transforms) {
      MaskedLayer mixing = transform.mixing();
      if (mixing != null) {
        int length = mixing.weights.length;
        mixing = mixing.movedTo(memory, at);
        at += length;
      }
      List<MaskedLayer> layers = new ArrayList<>();
      for (MaskedLayer layer : transform.layers()) {
        layers.add(layer.movedTo(memory, at));
        at += layer.weights.length;
      }
      packed.add(new CompiledTransform(transform.permutation(), mixing, List.copyOf(layers)));
    }
    return List.copyOf(packed);
  }

  private static int size(List<CompiledTransform> transforms) {
    long size = 0;
    for (CompiledTransform transform : transforms) {
      for (MaskedLayer layer : transform.allLayers()) {
        size += layer.weights.length;
      }
    }
    return Math.toIntExact(size);
  }

  private static float[] memory(int size) {
    long halfRegion = g1RegionBytes() / 2 / Float.BYTES;
    return new float[Math.max(size, Math.toIntExact(halfRegion + 1))];
  }

  /** 0 where the JVM has another collector, or does not tell. */
  private static long g1RegionBytes() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (hotSpot == null) {
      return 0;
    }
    try {
      return Boolean.parseBoolean(hotSpot.getVMOption("UseG1GC").getValue())
          ? Long.parseLong(hotSpot.getVMOption("G1HeapRegionSize").getValue())
          : 0;
    } catch (IllegalArgumentException e) {
      return 0; // Another JVM, without these options.
    }
  }
}
