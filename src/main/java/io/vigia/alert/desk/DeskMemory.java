package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the desk remembers between records: many small entries, in the order of their keys. An entry
 * with the field {@value #UNTIL} (event time, ms since 1970 UTC) is forgotten some time after it.
 */
public interface DeskMemory {
  /** The field that says when an entry may be forgotten. */
  String UNTIL = "until";

  /** An entry's copy, or null where there is none. */
  @Nullable ObjectNode get(String key);

  void put(String key, ObjectNode entry);

  void delete(String key);

  /** The entries whose key is at or after a key, in order, at most so many. */
  List<Entry> from(String key, int most);

  /** A key and its entry. */
  record Entry(String key, ObjectNode value) {}
}
