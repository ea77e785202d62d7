package io.vigia.training;

import io.vigia.calibration.Grouping;
import io.vigia.model.TypicalRows;
import java.util.List;
import java.util.Map;

/**
 * What a training gives: all members, trained on one split.
 *
 * @param members in the order of the settings
 * @param rows how many each part had
 * @param grouping the groups that are calibrated apart
 * @param calibrationGroups for each row of the calibration part the group it is calibrated in
 * @param calibrationHalf for each row of the calibration part which half it is in: no object is in
 *     both
 * @param evaluationGroups as the first, of the evaluation part
 * @param evaluationRows places of the evaluation part's rows in the training set
 * @param typical some of the rows trained on
 * @param warnings what a person should know; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainedDensities(
    List<TrainedMember> members,
    Map<Part, Integer> rows,
    Grouping grouping,
    int[] calibrationGroups,
    boolean[] calibrationHalf,
    int[] evaluationGroups,
    int[] evaluationRows,
    TypicalRows typical,
    List<String> warnings) {

  /** The first member: where there is one only, the density. */
  public TrainedMember first() {
    return members.get(0);
  }
}
