package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.EventLayout;
import io.vigia.event.LeapSeconds;
import io.vigia.event.TimeField;
import io.vigia.feature.Feature;
import io.vigia.topology.TopicNames.ManagedTopic;
import java.util.Locale;
import java.util.function.Consumer;

/** What a topology amounts to, for a person and for a program. Depends on the spec alone. */
public final class CheckReport {
  private final TopologySpec spec;
  private final StringBuilder out = new StringBuilder();

  private CheckReport(TopologySpec spec) {
    this.spec = spec;
  }

  /** The report as text, lines ended by {@code \n}. */
  public static String text(TopologySpec spec) {
    return new CheckReport(spec).write();
  }

  private String write() {
    line("topology %s", spec.name());
    source();
    table("fields", this::fields);
    table("roles", this::roles);
    table("cuts", this::cuts);
    table("features", this::features);
    line("  schema sha256 %s", spec.features().sha256());
    line("carry     %s", spec.carry().isEmpty() ? "nothing" : String.join(", ", spec.carry()));
    line("model     %s", spec.model());
    line(
        "publish   scores: %s; candidates: p <= %s; alerts: p <= %s; samples: %s of physics",
        share(spec.scores().share()),
        spec.alerts().preCut(),
        spec.alerts().threshold(),
        share(spec.samples().rate()));
    table("topics (" + (spec.topics().managed() ? "managed" : "existing") + ")", this::topics);
    line("kafka     %s", String.join(", ", spec.kafka().keySet()));
    return out.toString();
  }

  private void source() {
    EventLayout layout = spec.source().layout();
    line("source    %s", spec.source().topic());
    line("  format    %s, at most %d bytes", label(spec.source().format()), layout.maxBytes());
    line("  event id  %s", String.join(" : ", layout.eventId()));
    String object = String.join(" : ", layout.objectId());
    line("  object id %s", object.isEmpty() ? "none" : object);
    line("  keyed by  %s", label(spec.source().keyedBy()));
    TimeField time = layout.time();
    if (time == null) {
      line("  time      the record's Kafka timestamp");
      return;
    }
    line("  time      %s, %s, %s", time.pointer(), time.unit().label(), time.scale().label());
    if (time.scale() != TimeField.Scale.UTC) {
      LeapSeconds table = LeapSeconds.bundled();
      line(
          "            leap seconds: IERS Bulletin %s, valid until %s; later times are converted"
              + " with its last value",
          table.bulletin(), table.validUntil());
    }
  }

  private void fields(Row row) {
    for (EventLayout.Field field : spec.source().layout().fields()) {
      String sentinel = field.sentinel() == null ? "" : ", missing where " + field.sentinel();
      row.of(field.name(), "at " + field.pointer() + sentinel);
    }
  }

  private void roles(Row row) {
    spec.roles().forEach((role, text) -> row.of(role.label(), text));
    row.of("physics", spec.roles().isEmpty() ? "all" : "otherwise");
  }

  private void cuts(Row row) {
    spec.features().cuts().forEach((name, text) -> row.of(name, text));
  }

  private void features(Row row) {
    for (Feature feature : spec.features().features()) {
      row.of(
          feature.name() + " [" + feature.unit() + "]",
          feature.expression() + "  (missing: " + feature.missing().label() + ")");
    }
  }

  private void topics(Row row) {
    for (ManagedTopic topic : TopicNames.of(spec).managed()) {
      row.of(
          topic.name(), "partitions " + partitions(topic) + ", " + topic.retentionDays() + " days");
    }
  }

  private static String partitions(ManagedTopic topic) {
    return topic.partitions() == 0 ? "as source" : Integer.toString(topic.partitions());
  }

  /** A row of a table: its name, and what is said of it in a column of its own. */
  private interface Row {
    void of(String name, String text);
  }

  private void table(String title, Consumer<Row> rows) {
    line("%s", title);
    int[] width = {0};
    rows.accept((name, text) -> width[0] = Math.max(width[0], name.length()));
    rows.accept((name, text) -> line("  %-" + width[0] + "s  %s", name, text));
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private static String share(double share) {
    return share == 1 ? "all" : share == 0 ? "none" : Double.toString(share);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The report for a program. */
  public static ObjectNode json(TopologySpec spec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", spec.name());
    json.put("source", spec.source().topic());
    json.put("schema_sha256", spec.features().sha256());
    json.put("model", spec.model().toString());
    ArrayNode features = json.putArray("features");
    for (Feature feature : spec.features().features()) {
      features
          .addObject()
          .put("name", feature.name())
          .put("expr", feature.expression())
          .put("unit", feature.unit());
    }
    ObjectNode cuts = json.putObject("cuts");
    spec.features().cuts().forEach(cuts::put);
    ObjectNode roles = json.putObject("roles");
    spec.roles().forEach((role, text) -> roles.put(role.label(), text));
    spec.carry().forEach(json.putArray("carry")::add);
    ArrayNode topics = json.putArray("topics");
    for (ManagedTopic topic : TopicNames.of(spec).managed()) {
      ObjectNode one = topics.addObject().put("name", topic.name());
      if (topic.partitions() > 0) {
        one.put("partitions", topic.partitions());
      } else {
        one.putNull("partitions"); // As many as the source has.
      }
      one.put("retention_days", topic.retentionDays());
    }
    return json;
  }
}
