package io.vigia.feature;

/** An expression that does not compile: where, what stands there, what is allowed. */
public final class ExpressionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  private final int position;

  ExpressionException(String text, int position, String problem) {
    super("column " + (position + 1) + " of \"" + shortened(text) + "\": " + problem);
    this.position = position;
  }

  /** The index of the first character of what is wrong. */
  public int position() {
    return position;
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
