package io.vigia.topology;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A topology file that cannot be used: everything that is wrong with it, not only the first. */
public final class InvalidTopologyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param key in full, such as {@code features[2].expr}; empty for the file as a whole
   * @param line in the file from 1, or 0
   * @param text the value and what is allowed
   */
  public record Problem(String key, int line, String text) {
    @Override
    public String toString() {
      return key.isEmpty() ? text : key + " " + text;
    }
  }

  InvalidTopologyException(Path file, List<Problem> problems) {
    super(
        problems.stream()
            .map(one -> place(file, one) + ": " + one)
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String place(Path file, Problem problem) {
    return problem.line() > 0 ? file + ":" + problem.line() : file.toString();
  }
}
