package io.vigia.feature;

import io.vigia.event.EventLayout;
import io.vigia.feature.Feature.Missing;
import io.vigia.feature.Feature.Transform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ordinary fields and features that a {@link FeatureBlock} stands for, so that all that holds
 * for features holds for its columns. A formula stands for as many as there are pixels or members,
 * each reading its own element of the list.
 *
 * @param block what they are
 * @param fields the list's length, and its elements
 * @param features in the order of the row; continuous, taken as they are, never missing
 */
public record BlockColumns(
    FeatureBlock block, List<EventLayout.Field> fields, List<Feature> features) {
  private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*");

  /**
   * A number of each member of a set.
   *
   * @param expression over the member's own values by their keys
   */
  public record Number(String name, String expression, String unit) {}

  public BlockColumns {
    fields = List.copyOf(fields);
    features = List.copyOf(features);
  }

  /**
   * The columns {@code NAME_ROW_COLUMN}, or {@code NAME_CHANNEL_ROW_COLUMN} where there are more
   * channels than one.
   *
   * @param expression in which the block's name is the pixel; other names are the event's fields
   */
  public static BlockColumns of(FeatureBlock.Pixels block, String expression, String unit) {
    List<EventLayout.Field> fields = new ArrayList<>(List.of(count(block)));
    List<Feature> features = new ArrayList<>();
    int side = block.side();
    for (int i = 0; i < block.columns(); i++) {
      String pixel = block.name() + "__" + i;
      String channel = block.channels() == 1 ? "" : "_" + i / (side * side);
      String name = block.name() + channel + "_" + i / side % side + "_" + i % side;
      fields.add(new EventLayout.Field(pixel, block.pointer() + "/" + i, null));
      features.add(column(name, renamed(expression, Set.of(block.name()), was -> pixel), unit));
    }
    return new BlockColumns(block, fields, features);
  }

  /**
   * The columns {@code NAME_I_NUMBER} for all members I, then {@code NAME_I_there}.
   *
   * @param numbers those of {@code block}, in its order
   * @throws ExpressionException if an expression does not compile
   */
  public static BlockColumns of(FeatureBlock.Members block, List<Number> numbers) {
    List<EventLayout.Field> fields = new ArrayList<>(List.of(count(block)));
    List<Feature> features = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    numbers.forEach(one -> keys.addAll(Expression.names(one.expression(), Expression.Type.NUMBER)));
    for (int i = 0; i < block.most(); i++) {
      String member = block.name() + "__" + i + "__";
      String place = block.pointer() + "/" + i + "/";
      keys.forEach(key -> fields.add(new EventLayout.Field(member + key, place + key, null)));
      String isThere = block.countField() + " > " + i;
      for (Number number : numbers) {
        String own = renamed(number.expression(), keys, key -> member + key);
        features.add(
            column(
                block.name() + "_" + i + "_" + number.name(),
                isThere + " ? (" + own + ") : 0",
                number.unit()));
      }
    }
    for (int i = 0; i < block.most(); i++) {
      String isThere = block.countField() + " > " + i + " ? 1 : 0";
      features.add(column(block.name() + "_" + i + "_there", isThere, ""));
    }
    return new BlockColumns(block, fields, features);
  }

  private static EventLayout.Field count(FeatureBlock block) {
    return new EventLayout.Field(block.countField(), block.pointer() + "/-", null);
  }

  private static Feature column(String name, String expression, String unit) {
    return new Feature(
        name,
        expression,
        unit,
        Missing.REJECT,
        ColumnType.CONTINUOUS,
        List.of(),
        Transform.NONE,
        null);
  }

  private static String renamed(
      String expression, Collection<String> names, UnaryOperator<String> name) {
    return NAME.matcher(expression)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    names.contains(found.group()) ? name.apply(found.group()) : found.group()));
  }
}
