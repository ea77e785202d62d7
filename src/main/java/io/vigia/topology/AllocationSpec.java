package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.Delivery;
import io.vigia.alert.budget.FalseDiscoveryRate;
import io.vigia.alert.budget.PeriodBudget;
import io.vigia.alert.budget.RateBudget;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What decides how many alerts are sent, where that is no fixed threshold. */
public sealed interface AllocationSpec {
  /** What it is for. */
  PeriodSpec per();

  /** For people, a few words. */
  String text();

  /** A number without a point where it needs none. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /**
   * The rule itself.
   *
   * @param preCut the greatest p-value of a candidate
   * @param state as {@link Allocation#state} gave it; null: a new one
   */
  Allocation restore(double preCut, @Nullable JsonNode state);

  /**
   * So many alerts a period.
   *
   * @param target in the long-run mean, above 0
   * @param cap the most in one period, or in a burst of one a second; at least the target
   */
  record Budget(double target, int cap, PeriodSpec per, Delivery delivery)
      implements AllocationSpec {
    @Override
    public String text() {
      String how = delivery.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return plain(target) + " a " + per.unit() + ", at most " + cap + ", " + how;
    }

    @Override
    public Allocation restore(double preCut, @Nullable JsonNode state) {
      if (per.periods() == CalendarPeriods.SECOND) {
        return state == null
            ? RateBudget.of(target, cap, preCut)
            : RateBudget.of(target, cap, preCut, state);
      }
      PeriodBudget.Terms terms =
          new PeriodBudget.Terms(target, cap, delivery, per.unit(), per.periods(), preCut);
      return state == null ? PeriodBudget.of(terms) : PeriodBudget.of(terms, state);
    }
  }

  /**
   * At most a share of false ones among the alerts of a period.
   *
   * @param rate in (0, 1)
   */
  record FalseDiscoveries(double rate, PeriodSpec per) implements AllocationSpec {
    @Override
    public String text() {
      return "discoveries of each " + per.unit() + " at a false-discovery rate of " + rate;
    }

    @Override
    public Allocation restore(double preCut, @Nullable JsonNode state) {
      FalseDiscoveryRate.Terms terms =
          new FalseDiscoveryRate.Terms(rate, per.unit(), per.periods(), preCut);
      return state == null ? FalseDiscoveryRate.of(terms) : FalseDiscoveryRate.of(terms, state);
    }
  }
}
