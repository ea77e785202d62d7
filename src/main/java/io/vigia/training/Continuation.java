package io.vigia.training;

import io.vigia.model.Member;
import java.util.List;
import java.util.Optional;

/**
 * What a training goes on from.
 *
 * @param parents members of an earlier bundle, whose weights members of the same kind start from;
 *     none for a fresh start
 * @param pace of members that start so
 * @param trim which rows do not train
 * @param checkpoints where it is kept when it is interrupted
 */
public record Continuation(
    List<Member> parents, WarmPace pace, Trim trim, Checkpoints checkpoints) {
  /** A training by itself. */
  public static final Continuation NONE = new Continuation(List.of(), Trim.NONE, Checkpoints.NONE);

  /** With the usual pace of a warm start. */
  public Continuation(List<Member> parents, Trim trim, Checkpoints checkpoints) {
    this(parents, WarmPace.DEFAULT, trim, checkpoints);
  }

  public Continuation {
    parents = List.copyOf(parents);
  }

  /** Whose weights a member starts from: of its kind, with its name or the only one. */
  Optional<Member> parentOf(MemberSettings member) {
    List<Member> alike =
        parents.stream().filter(one -> one.weights().kind().equals(member.kind())).toList();
    return alike.size() == 1
        ? Optional.of(alike.get(0))
        : alike.stream().filter(one -> one.name().equals(member.name())).findFirst();
  }
}
