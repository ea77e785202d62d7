package io.vigia.topology;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The applications of a topology as Kafka Streams describes them: sources, processors, stores and
 * sinks. Their names are an on-disk contract, so golden files hold these texts.
 */
public final class StreamsDescription {
  private static final Supplier<ServedModels> NONE = StreamsDescription::never;
  private static final Supplier<SecondLevel> NO_SECOND_LEVEL = StreamsDescription::never;

  private StreamsDescription() {}

  private static <T> T never() {
    throw new IllegalStateException("described, never run");
  }

  /** The Streams topology of each application; null for one that this topology does not have. */
  public static Map<ApplicationRole, @Nullable Topology> applications(TopologySpec spec) {
    Map<ApplicationRole, @Nullable Topology> applications = new EnumMap<>(ApplicationRole.class);
    applications.put(
        ApplicationRole.SCORE, ScoreTopology.of(spec, NONE, new ModelBoard(), StreamMeter.NONE));
    applications.put(
        ApplicationRole.REVIEW,
        spec.review() == null ? null : ReviewTopology.of(spec, NO_SECOND_LEVEL, StreamMeter.NONE));
    applications.put(ApplicationRole.DESK, DeskTopology.of(spec, StreamMeter.NONE));
    return applications;
  }

  /** Text for a person. */
  public static String text(TopologySpec spec) {
    StringBuilder text = new StringBuilder("applications\n");
    applications(spec)
        .forEach(
            (role, topology) -> {
              text.append("  ").append(role.label()).append(": ");
              if (topology == null) {
                text.append("none; this topology has no second level, the desk reads candidates\n");
              } else {
                text.append(TopicNames.of(spec).applicationId(role)).append('\n');
                topology
                    .describe()
                    .toString()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> text.append("    ").append(line.stripTrailing()).append('\n'));
              }
            });
    return text.toString();
  }
}
