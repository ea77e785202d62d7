package io.vigia.topology;

import io.vigia.event.EventLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How {@code vigia train} trains.
 *
 * @param groupBy JSON pointer to the value that keeps rows together when they are split; empty: the
 *     object id, else the event id
 * @param label what tells the classes of a class-conditional density apart; null: no classes
 * @param model as the file has it for all members
 * @param members the densities of the bundle, at least one; more are an ensemble
 * @param device {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto}
 * @param maxSteps the most optimiser steps of a member
 * @param seed of the split, and of the first member
 */
public record TrainingSpec(
    String groupBy,
    @Nullable Label label,
    ModelSpec model,
    List<Member> members,
    String device,
    int maxSteps,
    long seed) {

  public static final String DEFAULT_DEVICE = "cpu";
  public static final int DEFAULT_MAX_STEPS = 1500;
  public static final long DEFAULT_SEED = 1;

  /** What {@link #device} may be. */
  public static final String DEVICE_PATTERN = "cpu|auto|gpu(:[0-9]{1,3})?";

  /** Training where a file says nothing of it. */
  public static final TrainingSpec DEFAULT =
      new TrainingSpec(
          "",
          null,
          ModelSpec.DEFAULT,
          List.of(new Member(ModelSpec.DEFAULT.kind(), ModelSpec.DEFAULT, DEFAULT_SEED)),
          DEFAULT_DEVICE,
          DEFAULT_MAX_STEPS,
          DEFAULT_SEED);

  /**
   * The class of a training row. A stream need not have it.
   *
   * @param text a JSON pointer to a value, whose text is the class, or an expression, whose number
   *     is
   * @param fields that the expression reads; none for a pointer
   */
  public record Label(String text, List<EventLayout.Field> fields) {
    public Label {
      fields = List.copyOf(fields);
    }

    public boolean isPointer() {
      return text.startsWith("/");
    }
  }

  /**
   * A density of the bundle.
   *
   * @param name unique in the bundle: its kind, with a number where several are of one kind
   * @param seed of its first weights, its batches and its noise
   */
  public record Member(String name, ModelSpec model, long seed) {}

  public TrainingSpec {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("training.members is empty; at least one is needed");
    }
  }

  /** Members of these models, named. */
  static List<Member> named(List<ModelSpec> models, List<Long> seeds) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      String kind = models.get(i).kind();
      long before = models.subList(0, i).stream().filter(one -> one.kind().equals(kind)).count();
      String name = before == 0 ? kind : kind + "-" + (before + 1);
      members.add(new Member(name, models.get(i), seeds.get(i)));
    }
    return members;
  }

  /** One density of this family in place of the file's. */
  public TrainingSpec withModel(ModelSpec.Model family) {
    return with(named(List.of(model.withModel(family)), List.of(seed)), device, maxSteps, seed);
  }

  public TrainingSpec withDevice(String other) {
    return with(members, other, maxSteps, seed);
  }

  public TrainingSpec withMaxSteps(int other) {
    return with(members, device, other, seed);
  }

  /** With another seed; those of the members move along. */
  public TrainingSpec withSeed(long other) {
    List<Member> moved =
        members.stream()
            .map(member -> new Member(member.name, member.model, member.seed + (other - seed)))
            .toList();
    return with(moved, device, maxSteps, other);
  }

  private TrainingSpec with(
      List<Member> otherMembers, String otherDevice, int otherSteps, long otherSeed) {
    return new TrainingSpec(
        groupBy, label, model, otherMembers, otherDevice, otherSteps, otherSeed);
  }
}
