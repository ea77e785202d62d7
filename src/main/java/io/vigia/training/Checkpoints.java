package io.vigia.training;

import java.util.Optional;

/**
 * Where an interrupted training is kept, a state for each member of the bundle. A training that is
 * run again with them goes on where it was, to the same weights.
 */
public interface Checkpoints {
  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<byte[]> load(String member) {
          return Optional.empty();
        }

        @Override
        public void save(String member, byte[] state) {}
      };

  /** What was saved last for this member. */
  Optional<byte[]> load(String member);

  /** Keeps a state in the place of the one before: whole, or not at all. */
  void save(String member, byte[] state);
}
