package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class AwaitedReviewsTest {
  private final KeyValueStore<Long, byte[]> store = store();
  private AwaitedReviews awaited = new AwaitedReviews(store);

  private static KeyValueStore<Long, byte[]> store() {
    KeyValueStore<Long, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(AwaitedReviews.STORE),
                Serdes.Long(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(new MockProcessorContext<Long, byte[]>().getStateStoreContext(), store);
    return store;
  }

  @Test
  void aReviewInTimeTakesItsCandidatesPlace() {
    candidate(3, 100);
    assertThat(awaited.reviewed(3)).isTrue();
    assertThat(expired(1_000)).isEmpty();
    assertThat(awaited.reviewed(3)).as("a second time").isFalse();
  }

  @Test
  void aReviewThatComesFirstGoesOnAndItsCandidateNoMore() {
    candidate(3, 100);
    assertThat(awaited.reviewed(3)).isTrue();
    assertThat(awaited.reviewed(5)).as("ahead of its candidate").isTrue();
    candidate(4, 110);
    candidate(5, 110);
    assertThat(expired(1_000)).as("4 was never reviewed, 5 was").isEmpty();
  }

  @Test
  void aReviewAfterItsCandidateWentOnIsTooLate() {
    candidate(3, 100);
    candidate(7, 200);
    assertThat(expired(150)).containsExactly(3L);
    assertThat(awaited.reviewed(3)).isFalse();
    assertThat(awaited.reviewed(7)).isTrue();
    assertThat(expired(1_000)).isEmpty();
  }

  @Test
  void itGoesOnWhereItWasAfterARestart() {
    candidate(3, 100);
    assertThat(awaited.reviewed(9)).isTrue();
    awaited = new AwaitedReviews(store);
    candidate(9, 300);
    assertThat(expired(1_000)).containsExactly(3L);
    assertThat(awaited.reviewed(9)).isFalse();
  }

  @Test
  void aTopicMadeAnewBeginsAnew() {
    candidate(40, 100);
    assertThat(awaited.reviewed(40)).isTrue();
    candidate(0, 200);
    assertThat(awaited.reviewed(0)).isTrue();
  }

  @Test
  void aReviewOfACandidateThatDidNotWaitIsTooLate() {
    assertThat(awaited.reviewed(3)).isTrue();
    candidate(3, 100);
    awaited.unreviewed(4);
    assertThat(awaited.reviewed(4)).isFalse();
    assertThat(awaited.reviewed(5)).isTrue();
    assertThat(expired(1_000)).isEmpty();
  }

  private void candidate(long offset, long heldSince) {
    awaited.candidate(new HeldRecord(offset, heldSince, 0, null, new byte[] {1, 2}));
  }

  private List<Long> expired(long time) {
    return awaited.heldSince(time).stream().map(HeldRecord::offset).toList();
  }
}
