package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.Delivery;
import io.vigia.alert.budget.Nights;
import io.vigia.alert.budget.Periods;
import io.vigia.alert.budget.Site;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What {@code alerts.budget}, {@code alerts.fdr} and the budget of a subscription mean. */
final class BudgetSection {
  /** Nautical twilight: where surveys begin. */
  private static final double DEFAULT_ALTITUDE = -12;

  private static final String NIGHT = "night";

  private final JsonNode alerts;
  private final RecordNames names;
  private final @Nullable Site site;
  private final BiConsumer<String, String> refuse;

  /**
   * @param site where nights are; null where the file does not say
   */
  BudgetSection(
      JsonNode file, RecordNames names, @Nullable Site site, BiConsumer<String, String> refuse) {
    this.alerts = file.path("alerts");
    this.names = names;
    this.site = site;
    this.refuse = refuse;
  }

  /** What decides over the desk's own alerts; null where it is a threshold. */
  @Nullable AllocationSpec allocation() {
    refuseBoth("threshold", "budget");
    refuseBoth("threshold", "fdr");
    refuseBoth("budget", "fdr");
    AllocationSpec budget = budget("alerts.budget", alerts.path("budget"));
    JsonNode fdr = alerts.path("fdr");
    return fdr.isObject()
        ? new AllocationSpec.FalseDiscoveries(
            fdr.path("rate").asDouble(), period("alerts.fdr", fdr))
        : budget;
  }

  /** The desk's rule as written, to be told from one that was there before. */
  String rule() {
    return rule(alerts.path(alerts.has("fdr") ? "fdr" : "budget"));
  }

  /** A budget's rule as written; where nights are is a part of it. */
  String rule(JsonNode written) {
    return written + (site == null ? "" : " at " + site.latitude() + ", " + site.longitude());
  }

  private void refuseBoth(String one, String other) {
    if (alerts.has(one) && alerts.has(other)) {
      refuse.accept(
          "alerts." + other,
          "stands beside alerts." + one + "; only one can decide what is sent, take one out");
    }
  }

  /**
   * A budget; null where there is none.
   *
   * @param key its full key
   */
  AllocationSpec.@Nullable Budget budget(String key, JsonNode budget) {
    if (!budget.isObject()) {
      return null;
    }
    double target = budget.path("target").asDouble();
    int cap = budget.path("cap").asInt((int) Math.max(1, Math.ceil(2 * target)));
    if (cap < target) {
      refuse.accept(
          key + ".cap",
          "is " + cap + ", below " + key + ".target (" + target + "); at least that is needed");
    }
    PeriodSpec per = period(key, budget);
    Delivery delivery = Labels.of(Delivery.values(), budget, "delivery", Delivery.LIVE);
    if (per.periods() == CalendarPeriods.SECOND && delivery != Delivery.LIVE) {
      refuse.accept(
          key + ".delivery",
          "is " + budget.get("delivery") + ", but a budget a second is delivered live; say live");
    }
    if (delivery != Delivery.LIVE && target > Allocation.MOST_HELD) {
      refuse.accept(
          key + ".target",
          "is "
              + budget.get("target")
              + ", but "
              + key
              + ".delivery: "
              + budget.path("delivery").asText()
              + " holds candidates until the period's end, at most "
              + Allocation.MOST_HELD
              + "; lower it, choose shorter periods, or say delivery: live");
    }
    return new AllocationSpec.Budget(target, cap, per, delivery);
  }

  private PeriodSpec period(String key, JsonNode rule) {
    String per = rule.path("per").asText();
    String night = rule.path("night").asText();
    boolean isNight = per.equals(NIGHT);
    if (rule.has("night") && !isNight) {
      refuse.accept(key + ".night", "needs " + key + ".per: night, which is " + rule.get("per"));
    }
    if (rule.has("sun-altitude") && !night.equals("sun")) {
      refuse.accept(key + ".sun-altitude", "needs " + key + ".night: sun");
    }
    if (isNight && !night.startsWith("/")) {
      return new PeriodSpec(NIGHT, nights(key, rule), null);
    }
    CalendarPeriods periods = Labels.of(CalendarPeriods.values(), per);
    if (periods != null) {
      return new PeriodSpec(per, periods, null);
    }
    return isNight ? byField(key + ".night", night, NIGHT) : byField(key + ".per", per, "period");
  }

  private PeriodSpec byField(String key, String place, String unit) {
    String label = RecordNames.label(place);
    if (place.startsWith("/") && !names.has(label)) {
      refuse.accept(key, "is " + names.unknown(label));
    }
    return new PeriodSpec(unit, null, label);
  }

  private @Nullable Periods nights(String key, JsonNode rule) {
    if (site == null) {
      refuse.accept(
          key + ".per",
          "is night, but nothing says where; add site: {latitude, longitude}, or name a field of the"
              + " survey by "
              + key
              + ".night");
      return null;
    }
    return rule.path("night").asText().equals("sun")
        ? Nights.untilTheSunIsAbove(rule.path("sun-altitude").asDouble(DEFAULT_ALTITUDE), site)
        : Nights.fromNoonToNoon(site);
  }
}
