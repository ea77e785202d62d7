package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.EventLayout;
import io.vigia.feature.BlockColumns;
import io.vigia.feature.Expression;
import io.vigia.feature.Expression.Type;
import io.vigia.feature.ExpressionException;
import io.vigia.feature.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that a topology's expressions may use: those under {@code fields}, or without that key
 * every name, {@code x} meaning {@code /x}. Remembers which are used.
 */
final class FieldTable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final boolean declared;
  private final Map<String, EventLayout.Field> fields = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> beside = new LinkedHashSet<>();
  private final BiConsumer<String, String> refuse;
  private final List<EventLayout.Field> block = new ArrayList<>();
  private boolean allCompiled = true;

  FieldTable(JsonNode file, BiConsumer<String, String> refuse) {
    this.refuse = refuse;
    this.declared = file.path("fields").isObject();
    file.path("fields")
        .fields()
        .forEachRemaining(entry -> declare(entry.getKey(), entry.getValue()));
  }

  private void declare(String name, JsonNode value) {
    if (Expression.isReserved(name)) {
      refuse.accept(
          "fields." + name, "is a word that expressions know; give the field another name");
      return;
    }
    if (!NAME.matcher(name).matches()) {
      return; // The schema has said so.
    }
    String pointer = value.isTextual() ? value.asText() : value.path("at").asText();
    JsonNode sentinel = value.path("sentinel");
    fields.put(
        name,
        new EventLayout.Field(name, pointer, sentinel.isNumber() ? sentinel.doubleValue() : null));
  }

  /** The names in an expression, whatever they mean; none where it was refused. */
  Optional<Set<String>> names(String key, String text) {
    try {
      return Optional.of(Expression.names(text, Type.NUMBER));
    } catch (ExpressionException e) {
      allCompiled = false;
      refuse.accept(key, "does not compile: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Takes the fields that a block reads, which no expression of the file names. */
  void addBlock(BlockColumns columns) {
    for (EventLayout.Field field : columns.fields()) {
      if (fields.containsKey(field.name())) {
        refuse.accept(
            "fields." + field.name(),
            "is a name that the feature " + columns.block().name() + " needs; choose another");
      }
      block.add(field);
    }
  }

  /** The fields that an expression reads; none where it was refused. */
  Optional<Set<String>> reads(String key, String text, Type type) {
    try {
      Set<String> names = Expression.names(text, type);
      if (declared) {
        List<String> known = new ArrayList<>(fields.keySet());
        Expression.of(text, known, type);
      }
      names.forEach(this::use);
      return Optional.of(names);
    } catch (ExpressionException e) {
      allCompiled = false;
      refuse.accept(key, "does not compile: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The fields that an expression reads which is no part of the stream's own reading: they need not
   * be in the events, and what is read there stays as it is.
   */
  Set<String> readsBeside(String key, String text, Type type) {
    Set<String> before = new LinkedHashSet<>(used);
    Set<String> names = reads(key, text, type).orElse(Set.of());
    beside.addAll(names);
    beside.removeAll(before);
    return names;
  }

  /**
   * Without declarations, names that are exchanged and differ in their digits alone, such as pt1
   * and pt2, are fields whether or not an expression reads them. Others could be slips of the pen.
   */
  void exchanges(List<List<String>> objects) {
    if (declared) {
      return;
    }
    for (List<String> object : objects) {
      for (int k = 0; k < object.size(); k++) {
        int place = k;
        boolean alike =
            objects.stream()
                .allMatch(
                    other ->
                        place < other.size()
                            && stem(other.get(place)).equals(stem(object.get(place))));
        if (alike) {
          use(object.get(k));
        }
      }
    }
  }

  private static String stem(String name) {
    return name.replaceAll("[0-9]+", "");
  }

  /** Whether every expression compiled, so that all names are known that they use. */
  boolean areAllKnown() {
    return allCompiled;
  }

  /** All names that are declared, or without declarations those that were read so far. */
  Set<String> names() {
    return fields.keySet();
  }

  /** Those of these names that are fields; they count as read. */
  Set<String> known(List<String> names) {
    Set<String> known = new LinkedHashSet<>(names);
    known.retainAll(fields.keySet());
    used.addAll(known);
    return known;
  }

  private void use(String name) {
    if (block.stream().anyMatch(field -> field.name().equals(name))) {
      return;
    }
    used.add(name);
    fields.computeIfAbsent(name, n -> new EventLayout.Field(n, "/" + n, null));
  }

  /**
   * A name or pointer of {@code carry}: as it stands where it is a pointer or a field, else a
   * pointer to what a name means without declarations. Such a value need not be a number.
   */
  String carried(String key, String entry) {
    if (entry.startsWith("/") || fields.containsKey(entry)) {
      used.add(entry);
      return entry;
    }
    if (declared) {
      refuseUnknown(key, entry);
    }
    return "/" + entry;
  }

  /** The pointer that a name or pointer means. */
  String pointer(String key, String entry) {
    String place = carried(key, entry);
    EventLayout.Field field = fields.get(place);
    return field == null ? place : field.pointer();
  }

  /**
   * The name of the field with the number at a name or pointer; a pointer that is no field's yet is
   * one from now on, under a name that no expression can write.
   */
  String number(String key, String entry) {
    if (!entry.startsWith("/")) {
      reads(key, entry, Type.NUMBER);
      return entry;
    }
    String name =
        fields.values().stream()
            .filter(field -> field.pointer().equals(entry))
            .map(EventLayout.Field::name)
            .findFirst()
            .orElse(entry);
    fields.computeIfAbsent(name, n -> new EventLayout.Field(n, entry, null));
    used.add(name);
    return name;
  }

  private void refuseUnknown(String key, String name) {
    refuse.accept(
        key,
        "is \""
            + name
            + "\", no field"
            + Spelling.didYouMean(name, fields.keySet())
            + "; the fields are "
            + Spelling.listed(fields.keySet())
            + "; a JSON pointer such as /"
            + name
            + " is allowed too");
  }

  /** Refuses what is declared and never read, as far as all expressions could be read. */
  void refuseUnused() {
    for (String name : fields.keySet()) {
      if (allCompiled && !used.contains(name)) {
        refuse.accept(
            "fields." + name,
            "is declared, but no expression reads it and nothing carries it; use it or delete it");
      }
    }
  }

  List<EventLayout.Field> of(Set<String> names) {
    return Stream.concat(
            fields.values().stream().filter(field -> names.contains(field.name())), block.stream())
        .toList();
  }

  /** What the stream reads. */
  List<EventLayout.Field> used() {
    Set<String> read = new LinkedHashSet<>(used);
    read.removeAll(beside);
    return of(read);
  }
}
