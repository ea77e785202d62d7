package io.vigia.feature;

import java.util.List;

/**
 * Features that are one thing: the pixels of an image, the members of a set. All features of a
 * schema then come from one list of the payload, as {@link BlockColumns} makes them, and no other
 * stands beside them: what else is known of an event is context.
 *
 * <p>The list's length is read as the field {@link #countField()}; an event whose list has a length
 * that the block does not allow is no event with missing values but a dead letter.
 */
public sealed interface FeatureBlock {
  /** The most columns that a block may have. */
  int MOST_COLUMNS = 1 << 14;

  /** Its name, and the beginning of its columns' names. */
  String name();

  /** The JSON pointer to the list. */
  String pointer();

  /** The columns of a row that it makes. */
  int columns();

  /** What is wrong with a list of this length and what is allowed; empty where nothing is. */
  String problem(int length);

  /** One line for a person. */
  String described();

  /** The field that holds the list's length. */
  default String countField() {
    return name() + "__count";
  }

  /**
   * A square image: one list of its pixels, channel by channel, each row by row.
   *
   * @param channels from 1
   * @param side in pixels, from 1
   */
  record Pixels(String name, String pointer, int channels, int side) implements FeatureBlock {
    /**
     * @throws IllegalArgumentException for a number below 1, or more than {@value
     *     FeatureBlock#MOST_COLUMNS} pixels
     */
    public Pixels {
      requireColumns(name, "channels " + channels + ", side " + side, channels, side, side);
    }

    @Override
    public int columns() {
      return channels * side * side;
    }

    @Override
    public String problem(int length) {
      return length == columns()
          ? ""
          : length + " pixels; " + dimensions() + " = " + columns() + " are needed";
    }

    @Override
    public String described() {
      return dimensions() + " pixels, the list at " + pointer;
    }

    private String dimensions() {
      return (channels == 1 ? "" : channels + " x ") + side + " x " + side;
    }
  }

  /**
   * A set of particles, hits or neighbours, in any order: a list of objects. A row holds the
   * members' numbers, one member after the other, 0 where there is none; then for each place 1 or
   * 0, whether a member is there.
   *
   * @param numbers the names of a member's numbers, at least one
   * @param most how many members at most, from 1
   * @param near how many of the first numbers say which members are near each other; 0 where
   *     nearness means nothing
   */
  record Members(String name, String pointer, List<String> numbers, int most, int near)
      implements FeatureBlock {
    /**
     * @throws IllegalArgumentException for no numbers, a {@code near} that is not 0 to their count,
     *     or more than {@value FeatureBlock#MOST_COLUMNS} columns
     */
    public Members {
      numbers = List.copyOf(numbers);
      if (numbers.isEmpty() || near < 0 || near > numbers.size()) {
        throw new IllegalArgumentException(
            "block "
                + name
                + " has numbers "
                + numbers
                + ", near "
                + near
                + "; at least one number, and near from 0 to how many there are, are allowed");
      }
      requireColumns(name, "most " + most, most, numbers.size() + 1, 1);
    }

    @Override
    public int columns() {
      return most * (numbers.size() + 1);
    }

    @Override
    public String problem(int length) {
      return length <= most ? "" : length + " members; at most " + most + " are allowed";
    }

    @Override
    public String described() {
      return "at most "
          + most
          + " members of "
          + String.join(", ", numbers)
          + ", the list at "
          + pointer;
    }
  }

  private static void requireColumns(String name, String said, long a, long b, long c) {
    if (a < 1
        || b < 1
        || c < 1
        || a > MOST_COLUMNS
        || b > MOST_COLUMNS
        || a * b * c > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "block "
              + name
              + " has "
              + said
              + "; allowed: from 1, at most "
              + MOST_COLUMNS
              + " columns of a row in all");
    }
  }
}
