package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.CalibrationSettings;
import io.vigia.event.EventLayout;
import io.vigia.event.LeapSeconds;
import io.vigia.event.TimeField;
import io.vigia.feature.ColumnType;
import io.vigia.feature.Condition;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.Symmetry;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.topology.TopicNames.ManagedTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a topology amounts to, for a person and for a program. Depends on the spec alone. */
public final class CheckReport {
  private final TopologySpec spec;
  private final @Nullable FeatureBlock block;
  private final StringBuilder out = new StringBuilder();

  private CheckReport(TopologySpec spec) {
    this.spec = spec;
    this.block = spec.features().block();
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
    optional("context", spec.features().context().isEmpty(), this::context);
    optional("symmetries", spec.features().symmetries().isEmpty(), this::symmetries);
    line("  schema sha256 %s", spec.features().sha256());
    line("carry     %s", spec.carry().isEmpty() ? "nothing" : String.join(", ", spec.carry()));
    line("model     %s", spec.model());
    ReviewSpec review = spec.review();
    if (review != null) {
      line("review    %s, waited for %s", review.model(), review.patience());
    }
    line(
        "publish   scores: %s; candidates: p <= %s; alerts: %s; samples: %s of physics",
        share(spec.scores().share()),
        spec.alerts().preCut(),
        spec.alerts().rule(),
        share(spec.samples().rate()));
    line("samples   %s", SampleVolume.of(spec).text());
    if (!spec.exposure().equals(ExposureSpec.DEFAULT)) {
      line("live      %s", spec.exposure().text());
    }
    table("alerts", row -> DeskReport.of(spec.desk()).forEach(row::of));
    optional(
        "subscriptions",
        spec.desk().subscriptions().isEmpty(),
        row -> DeskReport.subscriptions(spec.desk()).forEach(row::of));
    table("topics (" + (spec.topics().managed() ? "managed" : "existing") + ")", this::topics);
    table("training", this::training);
    RetrainSpec retrain = spec.retrain();
    if (retrain != null) {
      table("retrain", row -> retrain.report().forEach(row::of));
    }
    optional(
        "calibration",
        spec.calibration().equals(CalibrationSettings.DEFAULT),
        row -> CalibrationSection.report(spec.calibration()).forEach(row::of));
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
    String ofBlock = block == null ? "" : block.name() + "__";
    for (EventLayout.Field field : spec.source().layout().fields()) {
      if (block != null && field.name().startsWith(ofBlock)) {
        continue;
      }
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
    if (block != null) {
      String first = spec.features().features().get(0).expression();
      row.of(
          block.name(),
          block.described() + "; " + block.columns() + " columns, the first " + first);
      return;
    }
    for (Feature feature : spec.features().features()) {
      List<String> said = new ArrayList<>(List.of("missing: " + feature.missing().label()));
      addType(feature.type(), feature.values(), said);
      if (feature.transform() != Feature.Transform.AUTO) {
        said.add("transform: " + feature.transform().label());
      }
      if (feature.sigma() != null) {
        said.add("sigma: " + feature.sigma());
      }
      row.of(
          feature.name() + " [" + feature.unit() + "]",
          feature.expression() + "  (" + String.join(", ", said) + ")");
    }
  }

  private void context(Row row) {
    for (Condition condition : spec.features().context()) {
      List<String> said = new ArrayList<>(List.of("missing: " + condition.missing().label()));
      addType(condition.type(), condition.values(), said);
      row.of(
          condition.name() + " [" + condition.unit() + "]",
          condition.expression() + "  (" + String.join(", ", said) + ")");
    }
  }

  private static void addType(ColumnType type, List<Double> values, List<String> said) {
    if (type != ColumnType.AUTO) {
      said.add("type: " + type.label() + (values.isEmpty() ? "" : " " + values));
    }
  }

  private void symmetries(Row row) {
    for (Symmetry symmetry : spec.features().symmetries()) {
      String of =
          symmetry instanceof Symmetry.Exchange exchange
              ? exchange.objects().stream()
                  .map(object -> "(" + String.join(", ", object) + ")")
                  .collect(Collectors.joining(" "))
              : String.join(", ", symmetry.fields());
      row.of(symmetry.kind(), of);
    }
  }

  private void training(Row row) {
    TrainingSpec training = spec.training();
    for (TrainingSpec.Member member : training.members()) {
      row.of(member.name(), described(member));
    }
    TrainingSpec.Label label = training.label();
    if (label != null) {
      row.of("label", label.text());
    }
    row.of(
        "groups", training.groupBy().isEmpty() ? "object id, else event id" : training.groupBy());
    row.of("device", training.device());
  }

  private static String described(TrainingSpec.Member member) {
    ModelSpec model = member.model();
    List<String> said = new ArrayList<>();
    if (model.isCompositeFlow()) {
      FlowArchitecture flow = model.architecture(2, 0);
      said.add(flow.transforms() + " transforms");
      said.add((flow.residual() ? "residual " : "hidden ") + flow.hidden());
      if (flow.linearMixing()) {
        said.add("linear mixing");
      }
      if (flow.spline()) {
        said.add(flow.bins() + " bins in " + flow.tailBound());
      }
    }
    if (model.coordinates() != Feature.Transform.AUTO) {
      said.add("coordinates " + model.coordinates().label());
    }
    said.add("seed " + member.seed());
    return String.join(", ", said);
  }

  private void topics(Row row) {
    for (ManagedTopic topic : TopicNames.of(spec).managed()) {
      row.of(topic.name(), "partitions " + partitions(topic) + ", " + topic.kept());
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

  private void optional(String title, boolean isEmpty, Consumer<Row> rows) {
    if (!isEmpty) {
      table(title, rows);
    }
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
    ObjectNode schema = spec.features().toJson();
    json.set("features", schema.get("features"));
    for (String key : List.of("context", "symmetries")) {
      json.set(key, schema.has(key) ? schema.get(key) : json.arrayNode());
    }
    ArrayNode members = json.putArray("members");
    for (TrainingSpec.Member member : spec.training().members()) {
      members
          .addObject()
          .put("name", member.name())
          .put("kind", member.model().kind())
          .put("seed", member.seed());
    }
    ObjectNode cuts = json.putObject("cuts");
    spec.features().cuts().forEach(cuts::put);
    ObjectNode roles = json.putObject("roles");
    spec.roles().forEach((role, text) -> roles.put(role.label(), text));
    spec.carry().forEach(json.putArray("carry")::add);
    ObjectNode alerts = json.putObject("alerts");
    DeskReport.of(spec.desk()).forEach(alerts::put);
    ObjectNode subscriptions = json.putObject("subscriptions");
    DeskReport.subscriptions(spec.desk()).forEach(subscriptions::put);
    ArrayNode topics = json.putArray("topics");
    for (ManagedTopic topic : TopicNames.of(spec).managed()) {
      ObjectNode one = topics.addObject().put("name", topic.name());
      if (topic.partitions() > 0) {
        one.put("partitions", topic.partitions());
      } else {
        one.putNull("partitions"); // As many as the source has.
      }
      one.put("kept", topic.kept());
      if (topic.retentionDays() > 0) {
        one.put("retention_days", topic.retentionDays());
      } else {
        one.putNull("retention_days"); // compacted, or kept for ever
      }
    }
    return json;
  }
}
