package io.vigia.training.window;

import io.vigia.alert.SampleDetails;
import io.vigia.alert.ScoreWriter;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventLayout;
import io.vigia.event.Origin;
import io.vigia.event.Role;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Samples of events of two numbers, as the stream writes them. */
final class Samples {
  static final FeatureSchema SCHEMA = schema("x", "y");

  private static final Origin ORIGIN = new Origin("curve.events", 0, 0, 0);

  private Samples() {}

  static FeatureSchema schema(String... names) {
    List<EventLayout.Field> fields =
        Stream.of(names).map(name -> new EventLayout.Field(name, "/" + name, null)).toList();
    List<Feature> features =
        Stream.of(names)
            .map(
                name ->
                    new Feature(
                        name,
                        name,
                        "1",
                        name.equals("y") ? Feature.Missing.MASK : Feature.Missing.REJECT))
            .toList();
    return new FeatureSchema(fields, Map.of(), features);
  }

  static byte[] physics(String id, long millis, double pValue, float... row) {
    return sample(SCHEMA, Role.PHYSICS, id, null, millis, pValue, row, SampleDetails.PLAIN);
  }

  static byte[] detailed(String id, @Nullable String object, long millis, SampleDetails details) {
    return sample(SCHEMA, Role.PHYSICS, id, object, millis, 0.5, new float[] {1, 2}, details);
  }

  static byte[] sample(
      FeatureSchema schema,
      Role role,
      String id,
      @Nullable String object,
      long millis,
      double pValue,
      float[] row,
      SampleDetails details) {
    ModelIdentity model = new ModelIdentity("curve", "1", "ab12", schema.sha256(), "maf-plain");
    DecodedEvent event = new DecodedEvent(0);
    event.identify(id, object, millis * 1_000_000L + 999_000);
    return new ScoreWriter(model, schema.featureNames(), schema.contextNames())
        .sample(event, role, new Score(1.5, pValue), ORIGIN, row, details);
  }
}
