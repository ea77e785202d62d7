package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.desk.DeskMemory;
import io.vigia.alert.desk.DeskMemory.Entry;
import io.vigia.alert.feedback.Feedback;
import io.vigia.alert.feedback.Interest;
import io.vigia.alert.feedback.RarityPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What experts have said, in the desk's memory, an entry an event; and whose word orders
 * candidates.
 */
final class DeskFeedback {
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final String KEY = "interest/";
  private static final String ORDER = "order";
  private static final int AT_A_TIME = 100;

  private final DeskMemory memory;
  private final String whose;
  private Interest interest;
  private Interest heard;
  private long next;

  /**
   * @param whose {@code all}, {@code none}, or the expert whose word alone counts
   */
  DeskFeedback(DeskMemory memory, String whose) {
    this.memory = memory;
    this.whose = whose;
    List<ObjectNode> stored = stored(memory);
    this.interest = Interest.of(stored);
    this.heard = heard();
    this.next = stored.isEmpty() ? 0 : order(stored.get(stored.size() - 1)) + 1;
  }

  private static List<ObjectNode> stored(DeskMemory memory) {
    List<ObjectNode> stored = new ArrayList<>();
    String from = KEY;
    while (!from.isEmpty()) {
      List<Entry> entries = memory.from(from, AT_A_TIME);
      from = entries.size() < AT_A_TIME ? "" : entries.get(AT_A_TIME - 1).key() + '\0';
      for (Entry entry : entries) {
        if (!entry.key().startsWith(KEY)) {
          from = "";
          break;
        }
        stored.add(entry.value());
      }
    }
    stored.sort(Comparator.comparingLong(DeskFeedback::order));
    return stored;
  }

  private static long order(ObjectNode entry) {
    return entry.path(ORDER).asLong();
  }

  void take(Feedback feedback) {
    Set<String> before = interest.events();
    interest = interest.with(feedback);
    heard = heard();
    for (String event : before) {
      if (!interest.events().contains(event)) {
        memory.delete(KEY + event);
      }
    }
    if (interest.events().contains(feedback.about())) {
      memory.put(KEY + feedback.about(), interest.about(feedback.about()).put(ORDER, next++));
    }
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
