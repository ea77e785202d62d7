package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.SampleDetails;
import io.vigia.alert.ScoreWriter;
import io.vigia.event.DecodedEvent;
import io.vigia.event.Origin;
import io.vigia.event.Role;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import io.vigia.topology.TopologySpec.SampleContent;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the topic {@code samples} takes a day, before compression:
 *
 * <pre>{@code
 * bytes a day = 86,400 s x scored physics events a second x samples.rate x bytes a sample
 * }</pre>
 *
 * Bytes a sample are those of the record that the score application would write, with stand-ins for
 * the score and the model; without events also for the row and the identity.
 */
final class SampleVolume {
  private static final double SECONDS_A_DAY = 86_400;
  private static final double NANOS = 1e9;
  private static final String DIGEST = "0".repeat(64);

  private final TopologySpec spec;
  private final ScoreWriter writer;
  private long events;
  private long featuresBytes;
  private long sourceBytes;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;

  private SampleVolume(TopologySpec spec) {
    this.spec = spec;
    ModelIdentity model = new ModelIdentity(spec.name(), "1", DIGEST, DIGEST, "nsf-ar-simd-512");
    this.writer =
        new ScoreWriter(model, spec.features().featureNames(), spec.features().contextNames());
  }

  static SampleVolume of(TopologySpec spec) {
    return new SampleVolume(spec);
  }

  /** Takes a physics event that would be scored. */
  void add(DecodedEvent event, float[] row, byte[] payload) {
    events++;
    featuresBytes += bytes(event, row, SampleDetails.PLAIN);
    sourceBytes += bytes(event, row, new SampleDetails(null, true, null, null, payload));
    long nanos = event.timeNanos();
    if (nanos != DecodedEvent.NO_TIME) {
      firstNanos = Math.min(firstNanos, nanos);
      lastNanos = Math.max(lastNanos, nanos);
    }
  }

  private int bytes(DecodedEvent event, float[] row, SampleDetails details) {
    Origin origin = new Origin(spec.source().topic(), 0, 1_000_000, 1_700_000_000_000L);
    return writer.sample(event, Role.PHYSICS, new Score(12.345678, 0.12345), origin, row, details)
        .length;
  }

  /** Bytes of a sample of features: the mean of the events, else of a row of stand-ins. */
  private double ofFeatures() {
    if (events > 0) {
      return (double) featuresBytes / events;
    }
    DecodedEvent event = new DecodedEvent(0);
    event.identify("1234567890", null, DecodedEvent.NO_TIME);
    float[] row = new float[spec.features().inputs()];
    Arrays.fill(row, 1.2345678f);
    return bytes(event, row, SampleDetails.PLAIN);
  }

  /** Physics events a second by the events' own times; NaN where these do not tell. */
  private double hertz() {
    return lastNanos > firstNanos ? (events - 1) * NANOS / (lastNanos - firstNanos) : Double.NaN;
  }

  private double samplesADay() {
    return SECONDS_A_DAY * hertz() * spec.samples().rate();
  }

  /** Without events, for a person, in one line. */
  String text() {
    if (spec.samples().content() == SampleContent.SOURCE) {
      return "source; bytes a day: vigia check --data FILE";
    }
    return String.format(
        Locale.ROOT,
        "features, about %.0f bytes each; %s a day for each physics event a second",
        ofFeatures(),
        size(SECONDS_A_DAY * spec.samples().rate() * ofFeatures()));
  }

  private double ofSource() {
    return (double) sourceBytes / events;
  }

  /** What events told, lines ended by {@code \n}. */
  String textOfEvents() {
    if (events == 0) {
      return "";
    }
    String bytes =
        String.format(
            Locale.ROOT,
            "  samples of %.0f bytes (content: features) or %.0f (source)\n",
            ofFeatures(),
            ofSource());
    if (Double.isNaN(hertz())) {
      return bytes;
    }
    return bytes
        + String.format(
            Locale.ROOT,
            "  samples a day  %.3g at their %.3g physics events a second: %s, or %s\n",
            samplesADay(),
            hertz(),
            size(samplesADay() * ofFeatures()),
            size(samplesADay() * ofSource()));
  }

  /** The same for a program. */
  void addTo(ObjectNode json) {
    if (events == 0) {
      return;
    }
    ObjectNode samples = json.putObject("samples");
    samples.put("features_bytes", ofFeatures()).put("source_bytes", ofSource());
    if (!Double.isNaN(hertz())) {
      samples.put("physics_hertz", hertz());
      samples.put("features_bytes_per_day", samplesADay() * ofFeatures());
      samples.put("source_bytes_per_day", samplesADay() * ofSource());
    }
  }

  private static String size(double bytes) {
    if (bytes < 1e3) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    if (bytes < 1e6) {
      return String.format(Locale.ROOT, "%.3g kB", bytes / 1e3);
    }
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.3g MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.3g GB", bytes / 1e9);
  }
}
