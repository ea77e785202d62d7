package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.desk.DeskMemory;
import io.vigia.alert.feedback.Feedback;
import io.vigia.alert.feedback.Interest;
import io.vigia.alert.feedback.RarityPattern;
import org.jspecify.annotations.Nullable;

/** What experts have said, in the desk's memory, and whose word orders candidates. */
final class DeskFeedback {
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final String KEY = "interest";

  private final DeskMemory memory;
  private final String whose;
  private Interest interest;
  private Interest heard;

  /**
   * @param whose {@code all}, {@code none}, or the expert whose word alone counts
   */
  DeskFeedback(DeskMemory memory, String whose) {
    this.memory = memory;
    this.whose = whose;
    ObjectNode stored = memory.get(KEY);
    this.interest = stored == null ? Interest.NONE : Interest.fromJson(stored);
    this.heard = heard();
  }

  void take(Feedback feedback) {
    interest = interest.with(feedback);
    heard = heard();
    memory.put(KEY, interest.toJson());
  }

  private Interest heard() {
    return switch (whose) {
      case ALL -> interest;
      case NONE -> Interest.NONE;
      default -> interest.by(whose);
    };
  }

  /** What a candidate is ordered by; {@code -ln p} where nobody said anything. */
  double rank(Candidate candidate) {
    return heard.rank(candidate.pValue(), RarityPattern.of(candidate.record()));
  }

  /** How interesting a candidate is likely to be, or null where nobody said anything. */
  @Nullable Double interest(Candidate candidate) {
    return heard.size() == 0 ? null : heard.of(RarityPattern.of(candidate.record()));
  }
}
