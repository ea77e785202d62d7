package io.vigia.feature;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody who wrote an unknown name probably meant. */
public final class Spelling {
  private static final int SHOWN = 20;

  private Spelling() {}

  /** {@code " (did you mean X?)"} for the nearest of the known names, or nothing. */
  public static String didYouMean(String written, Collection<String> known) {
    String nearest = "";
    int fewest = written.length() < 4 ? 2 : Math.max(2, written.length() / 3) + 1;
    for (String name : known) {
      int edits = edits(fold(written), fold(name));
      if (edits < fewest) {
        fewest = edits;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? "" : " (did you mean " + nearest + "?)";
  }

  /** The known names, cut short where they are many. */
  public static String listed(Collection<String> known) {
    String first = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = known.size() - SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
