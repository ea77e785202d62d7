package io.vigia.app;

/** The command line's entry point. */
public final class Vigia {
  private Vigia() {}

  public static void main(String[] args) {
    System.out.println("vigia");
  }
}
