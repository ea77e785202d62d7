package io.vigia.feature;

import io.vigia.feature.Symmetry.Exchange;
import io.vigia.feature.Symmetry.Reflection;
import io.vigia.feature.Symmetry.Rotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which symmetries can be declared together, so that {@link Canonicalisation} gives one
 * representative for all events that they take into each other, in whatever order they are applied:
 * an exchange must carry each reflection and rotation into itself and order its objects by what
 * these leave alone; a reflection must carry each rotation into itself; and no field has two
 * symmetries of one kind.
 */
public final class SymmetryRules {
  /** Objects that tie are tried in every order, so there must not be many. */
  public static final int MOST_OBJECTS = 8;

  private final List<Symmetry> symmetries;
  private final Collection<String> known;
  private final List<Flaw> flaws = new ArrayList<>();

  private SymmetryRules(List<Symmetry> symmetries, Collection<String> known) {
    this.symmetries = symmetries;
    this.known = known;
  }

  /**
   * All that is wrong with them; keys begin with {@code [i]}.
   *
   * @param known the names of the fields there are
   */
  public static List<Flaw> flaws(List<Symmetry> symmetries, Collection<String> known) {
    SymmetryRules rules = new SymmetryRules(symmetries, known);
    for (int i = 0; i < symmetries.size(); i++) {
      rules.judge(i);
    }
    if (rules.flaws.isEmpty()) {
      rules.judgeTogether();
    }
    return rules.flaws;
  }

  private void judge(int i) {
    String key = "[" + i + "].";
    Symmetry symmetry = symmetries.get(i);
    if (symmetry instanceof Exchange exchange) {
      judgeObjects(key + "objects", exchange.objects());
    } else if (symmetry instanceof Reflection reflection) {
      judgeFields(key + "fields", reflection.fields(), 1);
    } else if (symmetry instanceof Rotation rotation) {
      judgeFields(key + "angles", rotation.angles(), 2);
    }
    Set<String> seen = new HashSet<>();
    for (String field : symmetry.fields()) {
      if (!seen.add(field)) {
        flaws.add(new Flaw("[" + i + "]", "has the field " + field + " twice; once is allowed"));
      }
    }
  }

  private void judgeObjects(String key, List<List<String>> objects) {
    if (objects.size() < 2 || objects.size() > MOST_OBJECTS) {
      flaws.add(
          new Flaw(
              key, "has " + objects.size() + " objects; 2 to " + MOST_OBJECTS + " are allowed"));
      return;
    }
    int fields = objects.get(0).size();
    for (int j = 0; j < objects.size(); j++) {
      judgeFields(key + "[" + j + "]", objects.get(j), 1);
      if (objects.get(j).size() != fields) {
        flaws.add(
            new Flaw(
                key + "[" + j + "]",
                "has "
                    + objects.get(j).size()
                    + " fields, but objects[0] has "
                    + fields
                    + "; objects that are exchanged have the same fields in the same order"));
      }
    }
  }

  private void judgeFields(String key, List<String> fields, int fewest) {
    if (fields.size() < fewest) {
      flaws.add(
          new Flaw(key, "has " + fields.size() + " fields; at least " + fewest + " are needed"));
    }
    for (int j = 0; j < fields.size(); j++) {
      if (!known.contains(fields.get(j))) {
        flaws.add(
            new Flaw(
                key + "[" + j + "]",
                "is \""
                    + fields.get(j)
                    + "\", no field"
                    + Spelling.didYouMean(fields.get(j), known)
                    + "; the fields are "
                    + Spelling.listed(known)));
      }
    }
  }

  private void judgeTogether() {
    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < symmetries.size(); i++) {
      Symmetry one = symmetries.get(i);
      for (String field : one.fields()) {
        Integer other = owners.putIfAbsent(one.kind() + " " + field, i);
        if (other != null) {
          flaws.add(
              new Flaw(
                  "[" + i + "]",
                  "has the field "
                      + field
                      + ", which the "
                      + one.kind()
                      + " ["
                      + other
                      + "] has already; make them one, or take it out"));
        }
      }
      if (one instanceof Exchange exchange) {
        judgeExchange(i, exchange);
      } else if (one instanceof Rotation rotation) {
        judgeRotation(i, rotation);
      }
    }
  }

  private void judgeExchange(int i, Exchange exchange) {
    for (int j = 0; j < symmetries.size(); j++) {
      if (symmetries.get(j) instanceof Exchange) {
        continue;
      }
      Symmetry other = symmetries.get(j);
      for (int k = 0; k < exchange.objects().get(0).size(); k++) {
        List<String> alike = alike(exchange, k);
        List<String> changed = alike.stream().filter(other.fields()::contains).toList();
        if (k == 0 && !changed.isEmpty()) {
          flaws.add(
              new Flaw(
                  "[" + i + "].objects",
                  "are ordered by "
                      + changed.get(0)
                      + ", which the "
                      + other.kind()
                      + " ["
                      + j
                      + "] changes; put a field first that it leaves alone, such as a"
                      + " momentum"));
        } else if (!changed.isEmpty() && changed.size() < alike.size()) {
          partly(j, alike, changed, i, exchange);
        }
      }
    }
  }

  private static List<String> alike(Exchange exchange, int place) {
    return exchange.objects().stream().map(object -> object.get(place)).toList();
  }

  private void judgeRotation(int i, Rotation rotation) {
    for (int j = 0; j < symmetries.size(); j++) {
      if (symmetries.get(j) instanceof Reflection reflection) {
        List<String> angles = rotation.angles();
        List<String> reflected = angles.stream().filter(reflection.fields()::contains).toList();
        if (!reflected.isEmpty() && reflected.size() < angles.size()) {
          partly(j, angles, reflected, i, rotation);
        }
      }
    }
  }

  private void partly(int j, List<String> all, List<String> some, int i, Symmetry cause) {
    String without = all.stream().filter(field -> !some.contains(field)).findFirst().orElseThrow();
    flaws.add(
        new Flaw(
            "[" + j + "]",
            "has "
                + some.get(0)
                + " but not "
                + without
                + ", and the "
                + cause.kind()
                + " ["
                + i
                + "] has both; take both, or neither"));
  }
}
