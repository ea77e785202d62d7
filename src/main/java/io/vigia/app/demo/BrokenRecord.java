package io.vigia.app.demo;

import io.vigia.sim.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a real stream also carries now and then: records that no one can score. */
final class BrokenRecord {
  /** One record in so many is broken. */
  static final int ONE_IN = 5_000;

  private BrokenRecord() {}

  /** Whether the record at this index, from 0, is one; the first comes early, to be seen. */
  static boolean at(long index) {
    return index % ONE_IN == ONE_IN / 2;
  }

  /** By turns cut off in the middle, without a field, with text in place of a number. */
  static byte[] of(SimulatedEvent event, long index) {
    byte[] whole = event.toJson();
    String text = new String(whole, StandardCharsets.UTF_8);
    return switch ((int) (index / ONE_IN % 3)) {
      case 0 -> Arrays.copyOf(whole, whole.length / 2);
      case 1 -> text.replaceFirst("\"pt2\":[^,]*,", "").getBytes(StandardCharsets.UTF_8);
      default ->
          text.replaceFirst("\"eta1\":[^,]*,", "\"eta1\":\"?\",").getBytes(StandardCharsets.UTF_8);
    };
  }
}
