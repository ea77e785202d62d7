package io.vigia.alert;

import io.vigia.scoring.reason.Contribution;
import io.vigia.scoring.reason.Explanation;
import java.util.List;

/**
 * Writes why an event is rare into its candidate record: {@code contributions}, {@code sentence}.
 */
final class ReasonJson {
  /** Contributions in a record, most nats first: the rest says nothing of the event. */
  static final int MOST = 16;

  private ReasonJson() {}

  static void write(Explanation explanation, JsonText json) {
    json.raw(",\"contributions\":[");
    List<Contribution> all = explanation.contributions();
    for (int i = 0; i < Math.min(MOST, all.size()); i++) {
      if (i > 0) {
        json.raw(',');
      }
      write(all.get(i), json);
    }
    json.raw("],\"sentence\":").string(explanation.sentence());
  }

  /** A value that is missing is null. */
  private static void write(Contribution one, JsonText json) {
    json.raw("{\"feature\":").string(one.feature());
    json.raw(",\"nats\":").number((float) one.nats());
    json.raw(",\"expected\":").number(one.expected());
    json.raw(",\"low\":").number(one.low()).raw(",\"high\":").number(one.high());
    json.raw(",\"direction\":").string(one.direction().label()).raw('}');
  }
}
