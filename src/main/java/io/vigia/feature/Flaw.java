package io.vigia.feature;

/**
 * Something that a description of inputs may not say.
 *
 * @param key where, from the thing described, such as {@code sigma} or {@code objects[1][0]}; empty
 *     for the thing as a whole
 * @param problem what is wrong there and what is allowed, to be read after the key
 */
public record Flaw(String key, String problem) {
  @Override
  public String toString() {
    return key.isEmpty() ? problem : key + " " + problem;
  }
}
