package io.vigia.app.demo;

import java.util.ArrayList;
import java.util.List;

/** Text in the screen's width, under a label that stands to its left. */
final class Paragraph {
  private static final String INDENT = " ".repeat(10);

  private Paragraph() {}

  /**
   * @param label at most nine characters
   */
  static List<String> of(String label, String text) {
    List<String> lines = new ArrayList<>();
    String rest = label + INDENT.substring(label.length()) + text;
    while (rest.length() > Screen.WIDTH) {
      int space = rest.lastIndexOf(' ', Screen.WIDTH);
      int end = space > INDENT.length() ? space : Screen.WIDTH;
      lines.add(rest.substring(0, end));
      rest = INDENT + rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }
}
