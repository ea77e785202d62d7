package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.BadEventException;
import io.vigia.event.EventFile;
import io.vigia.event.EventLayout;
import io.vigia.event.PayloadScalar;
import io.vigia.event.Role;
import io.vigia.feature.EventReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of a sample of events, and which of the topology's places nothing in it fills. */
public final class SampleCheck {
  private final Map<String, String> unmet;
  private final Map<String, Long> filtered = new LinkedHashMap<>();
  private final Map<String, Long> deadLetters = new TreeMap<>();
  private final Map<String, String> details = new LinkedHashMap<>();
  private final Map<String, Long> roles = new TreeMap<>();
  private long events;
  private long passed;

  private final SampleVolume volume;

  private SampleCheck(TopologySpec spec) {
    this.volume = SampleVolume.of(spec);
    this.unmet = new PlacesRead(spec).keysByPointer();
  }

  /**
   * Reads the first events of a file.
   *
   * @param most how many at most
   */
  public static SampleCheck of(TopologySpec spec, EventFile file, long most) throws IOException {
    SampleCheck check = new SampleCheck(spec);
    EventReader reader =
        EventReader.of(spec.source().layout(), spec.roles(), spec.features(), spec.carry());
    for (byte[] payload = file.next(); payload != null; payload = file.next()) {
      check.add(reader, payload);
      if (check.events == most) {
        break;
      }
    }
    return check;
  }

  private void add(EventReader reader, byte[] payload) {
    events++;
    unmet.keySet().removeIf(pointer -> isFilled(payload, pointer));
    try {
      String cut = reader.read(payload);
      roles.merge(reader.role().label(), 1L, Long::sum);
      if (cut == null) {
        passed++;
        if (reader.role() == Role.PHYSICS) {
          volume.add(reader.event(), reader.vector(), payload);
        }
      } else {
        filtered.merge(cut, 1L, Long::sum);
      }
    } catch (BadEventException e) {
      String label = e.stage().label() + "/" + e.reason().label();
      deadLetters.merge(label, 1L, Long::sum);
      details.putIfAbsent(label, "event " + events + ": " + e.detail());
    }
  }

  private static boolean isFilled(byte[] payload, String pointer) {
    JsonNode value = PayloadScalar.at(payload, EventLayout.pointer(pointer));
    return !value.isMissingNode() && !value.isNull();
  }

  /** Whether there were events, all places were filled, and some event would be scored. */
  public boolean isGood() {
    return passed > 0 && unmet.isEmpty();
  }

  /** Pointers that no event of the sample fills, with the full keys that name them. */
  public Map<String, String> unmet() {
    return unmet;
  }

  /** The result as text, lines ended by {@code \n}. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("sample of ").append(events).append(" events\n");
    out.append("  would be scored  ").append(passed).append('\n');
    filtered.forEach(
        (cut, n) -> out.append("  filtered by ").append(cut).append("  ").append(n).append('\n'));
    deadLetters.forEach(
        (label, n) ->
            out.append("  dead letters, ")
                .append(label)
                .append("  ")
                .append(n)
                .append("; ")
                .append(details.get(label))
                .append('\n'));
    roles.forEach(
        (role, n) -> out.append("  role ").append(role).append("  ").append(n).append('\n'));
    unmet.forEach(
        (pointer, keys) ->
            out.append("  nothing provides ")
                .append(pointer)
                .append(", read by ")
                .append(keys)
                .append('\n'));
    return out.append(volume.textOfEvents()).toString();
  }

  /** The result for a program. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("events", events).put("would_be_scored", passed);
    ObjectNode cuts = json.putObject("filtered");
    filtered.forEach(cuts::put);
    ObjectNode dead = json.putObject("dead_letters");
    deadLetters.forEach(dead::put);
    ObjectNode byRole = json.putObject("roles");
    roles.forEach(byRole::put);
    ObjectNode missing = json.putObject("nothing_provides");
    unmet.forEach(missing::put);
    volume.addTo(json);
    return json;
  }
}
