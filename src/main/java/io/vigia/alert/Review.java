package io.vigia.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A candidate after its second look. Where a second level said something, {@code p_value} is that
 * of both levels together,
 *
 * <pre>{@code p = preCut * P(s2 >= s | p1 <= preCut)}</pre>
 *
 * which is at or below u with probability at most u, since {@code P(p1 <= preCut) <= preCut}; the
 * first level's is kept as {@code p_value_1}. Where it said nothing the candidate stays as it was,
 * with the reason.
 */
public final class Review {
  private Review() {}

  /** What became of the second look. */
  public enum Outcome {
    /** The second level scored it. */
    DONE,
    /** The desk waited in vain. */
    LATE,
    /** The second level's density has no finite value there. */
    NOT_FINITE,
    /** It was scored by other features than the second level's. */
    OTHER_FEATURES,
    /** It passed another first level than the second level was calibrated behind. */
    OTHER_FIRST_LEVEL;

    /** As it stands in records: {@code done}, {@code other-first-level}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The record of a candidate that the second level scored. Its conditions are {@code unsupported}
   * where either level never saw their like.
   *
   * @param preCut at or below which the first level let it pass, in (0, 1]
   * @param score by the second level, its p-value among events that passed
   */
  public static byte[] done(
      Candidate candidate, double preCut, Score score, ModelIdentity identity) {
    ObjectNode record = candidate.record().deepCopy();
    record.put("p_value_1", candidate.pValue());
    record.put("p_value", preCut * score.pValue());
    record.put("p_value_method", score.method().label());
    if (!score.isSupported()) {
      Set<String> unsupported = new LinkedHashSet<>(candidate.unsupported());
      unsupported.addAll(score.unsupported());
      unsupported.forEach(record.putArray("unsupported")::add);
    }
    record.put("level", 2).put("review", Outcome.DONE.label());
    ObjectNode second = record.putObject("second_level");
    second.put("nll", score.nll()).put("p_value", score.pValue());
    if (identity.members() > 1) {
      second.put("members", identity.members()).put("tail_score", score.statistic());
    }
    if (score.hasSpread()) {
      second.put("nll_spread", score.spread());
    }
    if (score.group() != null) {
      second.put("calibration_group", score.group());
    }
    second.set("model", ScoreWriter.modelJson(identity));
    return bytes(record);
  }

  /** The record of a candidate of which the second level said nothing, and why. */
  public static byte[] without(Candidate candidate, Outcome why) {
    ObjectNode record = candidate.record().deepCopy();
    record.put("level", 1).put("review", why.label());
    return bytes(record);
  }

  private static byte[] bytes(ObjectNode record) {
    return record.toString().getBytes(StandardCharsets.UTF_8);
  }
}
