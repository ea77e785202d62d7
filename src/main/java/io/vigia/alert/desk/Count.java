package io.vigia.alert.desk;

import io.vigia.alert.desk.DeskMemory.Entry;
import java.util.List;

/** Counts entries of a memory, by looking at each. */
final class Count {
  private static final int AT_A_TIME = 1000;

  private Count() {}

  static int startingWith(DeskMemory memory, String prefix) {
    int count = 0;
    String from = prefix;
    while (true) {
      List<Entry> entries = memory.from(from, AT_A_TIME);
      for (Entry entry : entries) {
        if (!entry.key().startsWith(prefix)) {
          return count;
        }
        count++;
      }
      if (entries.size() < AT_A_TIME) {
        return count;
      }
      from = entries.get(entries.size() - 1).key() + '\0';
    }
  }
}
