package io.vigia.event;

/**
 * Sampling by the hash of an id: the same id is in the sample or not on every replay and every
 * machine. FNV-1a over the characters, mixed by the finaliser of splitmix64.
 */
public final class HashSampling {
  private final long threshold;
  private final boolean all;
  private final long seed;

  /**
   * @param share in [0, 1]
   * @param seed different seeds give independent samples
   */
  public HashSampling(double share, long seed) {
    this.all = share >= 1;
    this.threshold = (long) (share * 0x1p62);
    this.seed = seed;
  }

  public boolean contains(String id) {
    return all || (threshold > 0 && (hash(id) >>> 2) < threshold);
  }

  private long hash(String id) {
    long h = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < id.length(); i++) {
      h = (h ^ id.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }
}
