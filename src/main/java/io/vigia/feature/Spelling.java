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
    int fewest = written.length() < 6 ? 2 : 3;
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

  /** Levenshtein distance, two neighbours that changed places counted as one edit. */
  private static int edits(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int fewest(int[][] edits, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int change = edits[i - 1][j - 1] + (same ? 0 : 1);
    int fewest = Math.min(change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
  }
}
