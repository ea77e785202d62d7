package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.feature.FeatureSchema;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.scoring.HeldModels;
import io.vigia.scoring.ModelSupply;
import io.vigia.scoring.ScoringModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInServiceTest {
  private static final ModelInService.Place PLACE =
      new ModelInService.Place("plane.events", 3, 40, 1_000);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final HeldModels published = new HeldModels();
  private final KeyValueStore<byte[], byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("store"), Serdes.ByteArray(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  @SuppressWarnings("NullAway.Init") // by start
  private FeatureSchema features;

  @BeforeEach
  void start() throws Exception {
    MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    store.init(context.getStateStoreContext(), store);
    features =
        WrittenTopology.read(
                directory,
                """
                version: 1
                name: plane
                source: {topic: plane.events, event-id: [/event]}
                features: [{name: x}]
                kafka: {bootstrap.servers: "localhost:1"}
                """)
            .features();
  }

  @Test
  void topologysOwnBundleBeginsOnce() {
    assertThat(load().begin(PLACE))
        .contains(new Cutover("plane.events", 3, 40, 0, "gauss", "own", "own", 1_000));
    assertThat(load().begin(PLACE)).isEmpty();
  }

  @Test
  void storedActivationWinsOverTheTopologysModel() {
    published.put(model("new"));
    ModelInService service = load();
    service.begin(PLACE);
    service.command(activation(7, "new"));
    assertThat(service.follow(PLACE).map(Cutover::sequence)).contains(7L);

    assertThat(load().model().map(model -> model.identity().sha256())).contains("new");
  }

  @Test
  void commandWaitsOverARestart() {
    ModelInService service = load();
    service.begin(PLACE);
    service.command(activation(7, "late"));
    assertThat(service.follow(PLACE)).isEmpty();

    published.put(model("late"));
    assertThat(load().follow(PLACE).map(Cutover::sha256)).contains("late");
    assertThat(load().follow(PLACE)).isEmpty();
  }

  @Test
  void sequenceThatIsNotAboveEveryOneBeforeIsIgnored() {
    published.put(model("new"));
    ModelInService service = load();
    service.begin(PLACE);
    assertThat(service.command(activation(7, "new"))).isTrue();
    assertThat(service.command(activation(7, "new"))).isFalse();
    assertThat(service.command(activation(6, "new"))).isFalse();
    assertThat(service.command(activation(8, "new"))).isTrue();
    service.follow(PLACE);
    assertThat(service.command(activation(8, "late"))).isFalse();
    assertThat(service.model().map(model -> model.identity().sha256())).contains("new");
  }

  @Test
  void ofTwoWithOneSequenceTheDigestDecidesInWhateverOrderTheyCome() {
    published.put(model("a"));
    published.put(model("b"));
    for (List<String> order : List.of(List.of("a", "b"), List.of("b", "a"))) {
      store.delete("model".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      ModelInService service = load();
      service.begin(PLACE);
      for (String digest : order) {
        service.command(activation(7, digest));
        service.follow(PLACE);
      }
      assertThat(service.model().map(model -> model.identity().sha256())).contains("b");
    }
  }

  @Test
  void bundleInServiceIsWaitedForAndNoOtherScores() {
    store(9, "elsewhere");
    AtomicInteger asked = new AtomicInteger();
    ModelInService service =
        ModelInService.load(
            store,
            new ServedModels(
                model("own"),
                new ModelSupply() {
                  @Override
                  public Optional<ScoringModel> model(String sha256) {
                    return asked.incrementAndGet() < 3
                        ? Optional.empty()
                        : Optional.of(ModelInServiceTest.this.model(sha256));
                  }

                  @Override
                  public Optional<String> refusal(String sha256) {
                    return Optional.empty();
                  }
                }));
    assertThat(service.model()).isEmpty();

    service.awaitModel(Duration.ofMinutes(1));

    assertThat(service.model().map(model -> model.identity().sha256())).contains("elsewhere");
  }

  @Test
  void bundleThatCannotBeHadIsSaidWithWhatToDo() {
    store(9, "elsewhere");
    published.refuse("elsewhere", "its weights are truncated");

    assertThatThrownBy(() -> load().awaitModel(Duration.ZERO))
        .isInstanceOf(ModelNotAtHandException.class)
        .hasMessageContaining("gauss/elsewhere")
        .hasMessageContaining("its weights are truncated")
        .hasMessageContaining("vigia models");
    assertThat(load().status(3, false).stopped()).contains("its weights are truncated");
  }

  @Test
  void bundleThatFollowsEndsTheWaitForOneThatCannotBeHad() {
    store(9, "elsewhere");
    published.put(model("new"));
    ModelInService service = load();
    service.command(activation(10, "new"));

    assertThatCode(() -> service.awaitModel(Duration.ZERO)).doesNotThrowAnyException();
    assertThat(service.follow(PLACE).map(Cutover::sha256)).contains("new");
  }

  private void store(long sequence, String sha256) {
    HeldModels then = new HeldModels();
    then.put(model(sha256));
    ModelInService service = ModelInService.load(store, new ServedModels(model("own"), then));
    service.command(activation(sequence, sha256));
    service.follow(PLACE);
  }

  private ModelInService load() {
    return ModelInService.load(store, new ServedModels(model("own"), published));
  }

  /** A bundle whose version and digest are the same word. */
  private ScoringModel model(String name) {
    return ScoringModel.of(new StoredBundle(GaussianBundle.of(features, name, 1), name));
  }

  private static Activation activation(long sequence, String name) {
    return new Activation(sequence, "gauss", name, name, "test", "why not", 0);
  }
}
