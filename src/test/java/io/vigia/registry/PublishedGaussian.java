package io.vigia.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigia.calibration.Calibration;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Tensor;
import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.model.GaussianFlow;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.model.TypicalRows;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A bundle on disk whose calibration takes several chunks, its card, and its records. */
final class PublishedGaussian {
  static final FeatureSchema SCHEMA = schema("x", "y");

  final Path directory;
  final StoredBundle stored;
  final ModelCard card;

  private PublishedGaussian(Path directory, StoredBundle stored) throws IOException {
    this.directory = directory;
    this.stored = stored;
    this.card = CardFiles.card(stored, directory, Publication.of("ana", 1000));
  }

  /** The standard normal density in two features, as this version, in a directory under another. */
  static PublishedGaussian in(Path root, String version) throws IOException {
    return of(bundle(SCHEMA, version), root);
  }

  /** The same, whose member is of a kind that needs DJL. */
  static PublishedGaussian onDjl(Path root, String version) throws IOException {
    ModelBundle bundle = bundle(SCHEMA, version);
    Member flow = bundle.members().get(0);
    DensityWeights weights =
        new DensityWeights(
            JsonNodeFactory.instance.objectNode().put("kind", "vae").put("features", 2),
            Map.of("decoder", Tensor.of(new float[] {1}, 1)));
    return of(
        new ModelBundle(
            bundle.name(),
            version,
            SCHEMA,
            List.of(new Member("vae", flow.preprocessing(), weights, flow.meaning(), 1)),
            null,
            bundle.calibrations(),
            bundle.provenance(),
            Map.of()),
        root);
  }

  static PublishedGaussian of(ModelBundle bundle, Path root) throws IOException {
    Path directory = root.resolve(bundle.version());
    return new PublishedGaussian(directory, BundleDirectory.write(bundle, directory));
  }

  static ModelBundle bundle(FeatureSchema schema, String version) {
    Random random = new Random(version.hashCode());
    double[] nll =
        random
            .doubles(60_000)
            .map(u -> GaussianFlow.nll(1, random.nextGaussian(), random.nextGaussian()))
            .toArray();
    return ModelBundle.ofFlow(
            "gauss",
            version,
            schema,
            GaussianFlow.of(2, 0, 1),
            Calibration.of(nll),
            GaussianBundle.of(schema).provenance(),
            Map.of())
        .withTypical(TypicalRows.of(2, new float[] {0, 0, 1, -1}));
  }

  static FeatureSchema schema(String first, String second) {
    return new FeatureSchema(
        List.of(
            new EventLayout.Field(first, "/" + first, null),
            new EventLayout.Field(second, "/" + second, null)),
        Map.of(),
        List.of(
            new Feature(first, first, "cm", Feature.Missing.REJECT),
            new Feature(second, second, "cm", Feature.Missing.REJECT)));
  }

  /** Key and value of each record of its bytes. */
  Map<String, byte[]> chunks() throws IOException {
    Map<String, byte[]> chunks = new LinkedHashMap<>();
    for (ModelCard.File file : card.files()) {
      byte[] bytes = Files.readAllBytes(directory.resolve(file.name()));
      for (int i = 0; i < file.chunks(); i++) {
        int from = i * Chunks.BYTES;
        chunks.put(
            Chunks.key(file.sha256(), i),
            Arrays.copyOfRange(bytes, from, from + Chunks.length(bytes.length, i)));
      }
    }
    return chunks;
  }

  /** Changes a bit of the first chunk of a file. */
  void damage(Map<String, byte[]> chunks, String file) {
    chunks.computeIfPresent(
        Chunks.key(file(file).sha256(), 0),
        (key, chunk) -> {
          byte[] damaged = chunk.clone();
          damaged[damaged.length - 1] ^= 1;
          return damaged;
        });
  }

  /** The file of this name on its card. */
  ModelCard.File file(String name) {
    return card.files().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** The card, naming other files. */
  ModelCard withFiles(List<ModelCard.File> files) {
    return new ModelCard(
        card.name(),
        card.version(),
        card.sha256(),
        card.featureSchemaSha256(),
        files,
        null,
        null,
        null,
        card.publishedBy(),
        card.publishedMillis());
  }
}
