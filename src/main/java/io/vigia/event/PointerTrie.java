package io.vigia.event;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of an {@link EventLayout} as a tree that a parser walks down. A node is either asked
 * for (a leaf) or on the way to one, never both: what is asked for is a scalar.
 */
final class PointerTrie {
  private static final int[] NONE = {};
  private static final String LENGTH = "-";

  final String pointer;
  private final @Nullable PointerTrie parent;
  private final Map<String, PointerTrie> byName = new HashMap<>();
  private final Map<Integer, PointerTrie> byIndex = new HashMap<>();

  /** Which slots of the event this value fills, and the sentinel of each (NaN for none). */
  int[] slots = NONE;

  double[] sentinels = {};
  int[] eventIdParts = NONE;
  int[] objectIdParts = NONE;
  boolean time;

  /** The number of the last payload in which this place was met: finds repeated keys. */
  long metIn;

  private PointerTrie(String pointer, @Nullable PointerTrie parent) {
    this.pointer = pointer;
    this.parent = parent;
  }

  static PointerTrie of(
      List<String> eventId,
      List<String> objectId,
      @Nullable TimeField time,
      List<EventLayout.Field> fields) {
    PointerTrie root = new PointerTrie("", null);
    for (int i = 0; i < eventId.size(); i++) {
      PointerTrie leaf = root.leaf(eventId.get(i));
      leaf.eventIdParts = with(leaf.eventIdParts, i);
    }
    for (int i = 0; i < objectId.size(); i++) {
      PointerTrie leaf = root.leaf(objectId.get(i));
      leaf.objectIdParts = with(leaf.objectIdParts, i);
    }
    if (time != null) {
      root.leaf(time.pointer()).time = true;
    }
    for (int i = 0; i < fields.size(); i++) {
      root.leaf(fields.get(i).pointer()).addSlot(i, fields.get(i).sentinel());
    }
    root.refuseNested();
    return root;
  }

  @Nullable PointerTrie child(String name) {
    return byName.get(name);
  }

  @Nullable PointerTrie element(int index) {
    return byIndex.get(index);
  }

  /** What asks for the number of elements of an array: {@code -}, the place after the last one. */
  @Nullable PointerTrie length() {
    return byName.get(LENGTH);
  }

  boolean isLeaf() {
    return byName.isEmpty();
  }

  boolean hasElements() {
    return !byIndex.isEmpty() || byName.containsKey(LENGTH);
  }

  private PointerTrie leaf(String text) {
    PointerTrie node = this;
    for (JsonPointer rest = EventLayout.pointer(text); !rest.matches(); rest = rest.tail()) {
      PointerTrie parent = node;
      String name = rest.getMatchingProperty();
      node =
          parent.byName.computeIfAbsent(
              name,
              n ->
                  new PointerTrie(
                      parent.pointer + "/" + n.replace("~", "~0").replace("/", "~1"), parent));
      if (rest.mayMatchElement()) {
        parent.byIndex.put(rest.getMatchingIndex(), node);
      }
    }
    return node;
  }

  private void addSlot(int slot, @Nullable Double sentinel) {
    slots = with(slots, slot);
    double[] more = java.util.Arrays.copyOf(sentinels, sentinels.length + 1);
    more[sentinels.length] = sentinel == null ? Double.NaN : sentinel;
    sentinels = more;
  }

  private void refuseNested() {
    List<PointerTrie> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      PointerTrie node = open.remove(open.size() - 1);
      if (node.asked() && !node.isLeaf()) {
        String inner = node.byName.values().iterator().next().pointer;
        throw new IllegalArgumentException(
            node.pointer + " is asked for as a number or an id, and so cannot hold " + inner);
      }
      open.addAll(node.byName.values());
    }
  }

  private boolean asked() {
    return slots.length + eventIdParts.length + objectIdParts.length > 0 || time;
  }

  private static int[] with(int[] values, int value) {
    int[] more = java.util.Arrays.copyOf(values, values.length + 1);
    more[values.length] = value;
    return more;
  }
}
