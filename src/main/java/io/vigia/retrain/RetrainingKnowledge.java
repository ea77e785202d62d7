package io.vigia.retrain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the loop asks of the desk around it. */
public interface RetrainingKnowledge {
  /** Whether a segment was said to be bad. */
  boolean isBad(String segment);

  /** Stretches of event time in these, inclusive, that were said to be bad. */
  List<Window.Span> badTimes(long fromMillis, long toMillis);

  /** The last activation that is known, whoever wrote it; null where there is none. */
  @Nullable Activation lastActivation();
}
