package io.vigia.training;

import java.util.Optional;
import java.util.function.Consumer;

/** Where one training loop keeps how far it is. */
interface LoopMemory {
  /** Keeps nothing. */
  LoopMemory NONE =
      new LoopMemory() {
        @Override
        public Optional<LoopState> recall() {
          return Optional.empty();
        }

        @Override
        public void keep(LoopState state) {}
      };

  /** Where it was, if it was interrupted. */
  Optional<LoopState> recall();

  void keep(LoopState state);

  /**
   * A member's place among checkpoints. One that is not of this training is refused, and the
   * training begins anew.
   *
   * @param key what the training depends on
   * @param refused told why
   */
  static LoopMemory of(
      Checkpoints checkpoints, String member, String key, Consumer<String> refused) {
    return new LoopMemory() {
      @Override
      public Optional<LoopState> recall() {
        Optional<byte[]> kept = checkpoints.load(member);
        if (kept.isEmpty()) {
          return Optional.empty();
        }
        try {
          return Optional.of(LoopStateCodec.read(kept.get(), key));
        } catch (InvalidCheckpointException e) {
          refused.accept(String.valueOf(e.getMessage()));
          return Optional.empty();
        }
      }

      @Override
      public void keep(LoopState state) {
        checkpoints.save(member, LoopStateCodec.write(state, key));
      }
    };
  }
}
