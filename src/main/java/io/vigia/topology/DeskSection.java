package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.FixedThreshold;
import io.vigia.alert.desk.AllocationFactory;
import io.vigia.alert.desk.Burst;
import io.vigia.alert.desk.DeskPolicy;
import io.vigia.alert.desk.LifeCycleRule;
import io.vigia.alert.desk.Subscription;
import io.vigia.alert.desk.Suppression;
import io.vigia.alert.selection.SkyFields;
import io.vigia.alert.sky.CatalogueFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a topology file says of alerts beyond their threshold: the policy of the desk. */
final class DeskSection {
  private static final int DEFAULT_BURST = 5;
  static final double DEFAULT_PRE_CUT = 1e-3;
  private static final double DEFAULT_THRESHOLD = 1e-5;

  private final JsonNode file;
  private final JsonNode alerts;
  private final BiConsumer<String, String> refuse;
  private final RecordNames names;
  private final SelectionSection selections;
  private final SubscriptionsSection subscribing;
  private final BudgetSection budgets;
  private final Map<String, Double> workingPoints = new LinkedHashMap<>();
  private final List<Suppression> suppress = new ArrayList<>();
  private List<Subscription> subscriptions = List.of();
  private Duration remember = DeskPolicy.REMEMBER;
  private LifeCycleRule lifeCycle = LifeCycleRule.DEFAULT;
  private @Nullable Burst burst;
  private @Nullable AllocationSpec allocation;

  DeskSection(JsonNode file, Path path, BiConsumer<String, String> refuse) {
    this.file = file;
    this.alerts = file.path("alerts");
    this.refuse = refuse;
    this.names = new RecordNames(file);
    this.selections = new SelectionSection(path, names, file.has("sky"), refuse);
    this.budgets = new BudgetSection(file, names, ExposureSection.site(file), refuse);
    this.subscribing = new SubscriptionsSection(file, names, selections, budgets, refuse);
  }

  void check() {
    checkSky();
    readWorkingPoints();
    remember = duration("remember", DeskPolicy.REMEMBER);
    lifeCycle =
        new LifeCycleRule(
            duration("refractory", LifeCycleRule.DEFAULT.refractory()),
            alerts.at("/update/factor").asDouble(LifeCycleRule.DEFAULT.factor()),
            labels("alerts.update.new-values", alerts.at("/update/new-values")));
    JsonNode bursts = alerts.path("burst");
    if (bursts.isObject()) {
      burst =
          new Burst(
              labels("alerts.burst.by", bursts.path("by")),
              duration("burst.within", Duration.ZERO),
              bursts.path("from").asInt(DEFAULT_BURST));
    }
    allocation = budgets.allocation();
    readSuppress();
    subscriptions = subscribing.read();
  }

  /** What decides how many alerts are sent; null where a threshold does. */
  @Nullable AllocationSpec allocation() {
    return allocation;
  }

  /** The policy, once {@link #check} has refused nothing. */
  DeskPolicy policy() {
    double threshold = alerts.path("threshold").asDouble(DEFAULT_THRESHOLD);
    JsonNode sky = file.path("sky");
    return new DeskPolicy(
        threshold,
        allocation(threshold),
        allocation == null ? null : allocation.per().field(),
        workingPoints,
        alerts.path("prescale").asInt(1),
        alerts.path("test-crate").asBoolean(false),
        remember,
        lifeCycle,
        burst,
        suppress,
        subscriptions,
        sky.isObject() ? new SkyFields(label(sky.path("ra")), label(sky.path("dec"))) : null);
  }

  private AllocationFactory allocation(double threshold) {
    AllocationSpec spec = allocation;
    double preCut = alerts.path("pre-cut").asDouble(DEFAULT_PRE_CUT);
    return spec == null
        ? AllocationFactory.of("threshold", state -> FixedThreshold.of(threshold))
        : AllocationFactory.of(budgets.rule(), state -> spec.restore(preCut, state));
  }

  private static String label(JsonNode place) {
    return RecordNames.label(place.asText());
  }

  private void checkSky() {
    for (String axis : new String[] {"ra", "dec"}) {
      JsonNode place = file.path("sky").path(axis);
      if (place.isTextual() && !names.has(label(place))) {
        refuse.accept("sky." + axis, "is " + names.unknown(label(place)));
      }
    }
  }

  private void readWorkingPoints() {
    double preCut = alerts.path("pre-cut").asDouble(DEFAULT_PRE_CUT);
    alerts
        .path("working-points")
        .fields()
        .forEachRemaining(
            point -> {
              double pValue = point.getValue().asDouble();
              if (pValue > preCut) {
                refuse.accept(
                    "alerts.working-points." + point.getKey(),
                    "is "
                        + pValue
                        + ", above alerts.pre-cut ("
                        + preCut
                        + "); at most that is allowed, since only candidates become alerts");
              }
              workingPoints.put(point.getKey(), pValue);
            });
  }

  private Duration duration(String key, Duration otherwise) {
    JsonNode written = alerts.at("/" + key.replace('.', '/'));
    if (!written.isTextual()) {
      return otherwise;
    }
    if (written.asText().equals("none")) {
      return Duration.ZERO;
    }
    try {
      return Durations.of(written.asText());
    } catch (IllegalArgumentException e) {
      refuse.accept("alerts." + key, String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private List<String> labels(String key, JsonNode places) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      String label = label(places.get(i));
      if (!names.has(label)) {
        refuse.accept(key + "[" + i + "]", "is " + names.unknown(label));
      }
      labels.add(label);
    }
    return labels;
  }

  private void readSuppress() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (int i = 0; i < alerts.path("suppress").size(); i++) {
      String key = "alerts.suppress[" + i + "]";
      JsonNode rule = alerts.path("suppress").get(i);
      String name = rule.path("name").asText();
      String same = keys.putIfAbsent(name, key);
      if (same != null) {
        refuse.accept(key + ".name", "is \"" + name + "\", the name of " + same);
      }
      if (!rule.has("when") && !rule.has("cone") && !rule.has("box") && !rule.has("catalogue")) {
        refuse.accept(key, "would hold back everything; say what: when, cone, box or catalogue");
      }
      suppress.add(
          new Suppression(
              name,
              selections.of(key, rule),
              until(key + ".until", rule.path("until")),
              rule.path("reason").asText("")));
    }
  }

  private @Nullable Instant until(String key, JsonNode until) {
    if (!until.isTextual()) {
      return null;
    }
    try {
      return CatalogueFile.until(until.asText(), "the date");
    } catch (IllegalArgumentException e) {
      refuse.accept(key, "is wrong: " + e.getMessage());
      return null;
    }
  }
}
