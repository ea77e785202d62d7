package io.vigia.app.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events that both systems scored, each with its place in both orders.
 *
 * @param ours events, the rarest first; of equal scores the lesser id
 * @param baseline likewise
 * @param onlyOurs events that the baseline does not have
 * @param onlyBaseline events that we do not have
 * @param repeated scores beyond the first of their event, in both
 */
record JoinedScores(
    List<Event> ours, List<Event> baseline, long onlyOurs, long onlyBaseline, long repeated) {
  /** An event; one object stands in both orders. */
  record Event(String id, @Nullable EventLabel label) {
    boolean is(EventLabel one) {
      return label == one;
    }
  }

  private record Ranked(Event event, double[] ranking) {}

  private static final Comparator<Ranked> RAREST_FIRST =
      Comparator.comparingDouble((Ranked one) -> one.ranking[0])
          .thenComparingDouble(one -> one.ranking[1])
          .reversed()
          .thenComparing(one -> one.event.id());

  /**
   * Joins two tables by event id.
   *
   * @param baseline its labels count where both have one
   * @throws IllegalArgumentException where no id is in both
   */
  static JoinedScores of(ScoreTable ours, ScoreTable baseline) {
    List<Ranked> first = new ArrayList<>();
    List<Ranked> second = new ArrayList<>();
    for (Map.Entry<String, double[]> score : ours.scores().entrySet()) {
      double[] other = baseline.scores().get(score.getKey());
      if (other != null) {
        Event event = new Event(score.getKey(), baseline.label(score.getKey()));
        first.add(new Ranked(event, score.getValue()));
        second.add(new Ranked(event, other));
      }
    }
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "no event id is in both: "
              + ours.name()
              + " has "
              + some(ours)
              + ", "
              + baseline.name()
              + " has "
              + some(baseline)
              + "; --id names the baseline's column of ids");
    }
    return new JoinedScores(
        ordered(first),
        ordered(second),
        ours.scores().size() - first.size(),
        baseline.scores().size() - second.size(),
        ours.repeated() + baseline.repeated());
  }

  private static List<Event> ordered(List<Ranked> events) {
    return events.stream().sorted(RAREST_FIRST).map(Ranked::event).toList();
  }

  private static String some(ScoreTable table) {
    List<String> first = table.scores().keySet().stream().limit(3).toList();
    return first.isEmpty() ? "none" : "such as " + String.join(", ", first);
  }

  int size() {
    return ours.size();
  }

  long count(EventLabel label) {
    return ours.stream().filter(event -> event.is(label)).count();
  }
}
