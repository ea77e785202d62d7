package io.vigia.topology;

import io.vigia.alert.desk.DeskPolicy;
import io.vigia.calibration.CalibrationSettings;
import io.vigia.event.EventLayout;
import io.vigia.event.Role;
import io.vigia.feature.FeatureSchema;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A validated topology file, see {@link TopologyFile}.
 *
 * @param name prefix of every topic and id, {@code [a-z0-9][a-z0-9._-]*}
 * @param model the bundle's directory, resolved against the working directory, else against the
 *     YAML file's project
 * @param review the second level; null where the desk reads candidates
 * @param roles in the order of the file: the first that holds wins
 * @param features reads only the fields that cuts and features name; the layout's fields are these
 *     and those of roles, and with declared fields those of {@code carry}
 * @param carry names of the layout's fields, or JSON pointers
 * @param desk what becomes of candidates
 * @param retrain how it learns again; null where it does not
 * @param kafka client settings as written, {@code ${env:NAME}} unresolved, so that a spec can be
 *     printed; clients take {@link #clientSettings()}
 */
public record TopologySpec(
    String name,
    Source source,
    Map<Role, String> roles,
    FeatureSchema features,
    List<String> carry,
    Path model,
    @Nullable ReviewSpec review,
    Scores scores,
    Alerts alerts,
    DeskPolicy desk,
    Samples samples,
    @Nullable RetrainSpec retrain,
    ExposureSpec exposure,
    Topics topics,
    TrainingSpec training,
    CalibrationSettings calibration,
    Map<String, String> kafka) {

  public TopologySpec {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    carry = List.copyOf(carry);
    kafka = Collections.unmodifiableMap(new LinkedHashMap<>(kafka));
  }

  /**
   * The {@code kafka} settings with environment variables in their places; may hold secrets.
   *
   * @throws IllegalStateException naming every variable that is not set
   * @throws IllegalArgumentException when nothing says where the brokers are
   */
  public Map<String, String> clientSettings() {
    if (!kafka.containsKey("bootstrap.servers")) {
      throw new IllegalArgumentException(
          "kafka.bootstrap.servers is not set: set it in the topology file, by"
              + " -K bootstrap.servers=HOST:PORT, or in VIGIA_BOOTSTRAP_SERVERS");
    }
    return KafkaSettings.resolved(kafka, System::getenv);
  }

  /**
   * The same topology with other client settings in place of the file's, or beside them.
   *
   * @throws IllegalArgumentException for a setting that a file may not make either
   */
  public TopologySpec withKafka(Map<String, String> settings) {
    KafkaSettings.require(settings);
    Map<String, String> merged = new LinkedHashMap<>(kafka);
    merged.putAll(settings);
    return new TopologySpec(
        name,
        source,
        roles,
        features,
        carry,
        model,
        review,
        scores,
        alerts,
        desk,
        samples,
        retrain,
        exposure,
        topics,
        training,
        calibration,
        merged);
  }

  /** The stream to watch. */
  public record Source(String topic, Format format, EventLayout layout, KeyedBy keyedBy) {}

  /** How payloads are encoded on the topic. */
  public enum Format {
    JSON
  }

  /** What the source's record key is. */
  public enum KeyedBy {
    NONE,
    EVENT,
    OBJECT
  }

  /**
   * Which scores are published.
   *
   * @param share 1 all, 0 none, else the share by hash of the event id
   */
  public record Scores(double share) {}

  /**
   * @param preCut p-value at or below which an event is a candidate
   * @param threshold p-value at or below which a candidate becomes an alert
   * @param allocation decides instead of the threshold about physics events; null: nothing does
   * @param reasons whether candidates say why they are rare
   * @param feedback whose word orders candidates: {@code all} experts', {@code none}, or the one of
   *     this name
   */
  public record Alerts(
      double preCut,
      double threshold,
      @Nullable AllocationSpec allocation,
      boolean reasons,
      String feedback) {
    /** A threshold alone, with reasons, in the order that all experts' feedback gives. */
    public Alerts(double preCut, double threshold) {
      this(preCut, threshold, null, true, "all");
    }

    /** What decides about physics events, for people. */
    public String rule() {
      return allocation == null ? "p <= " + threshold : allocation.text();
    }
  }

  /**
   * The retraining store.
   *
   * @param rate share of scored physics events that go to {@code samples}, by hash of the event id
   */
  public record Samples(double rate, SampleContent content) {}

  /** What a sample has of its event. */
  public enum SampleContent {
    /** The row that was scored. */
    FEATURES,
    /** The whole packet. */
    SOURCE
  }

  /**
   * @param managed create what is missing; else only say what is missing
   * @param prefix put before every topic, group and transactional id, may be empty
   */
  public record Topics(boolean managed, String prefix) {}
}
