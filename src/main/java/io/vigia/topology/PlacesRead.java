package io.vigia.topology;

import io.vigia.event.EventLayout;
import io.vigia.event.TimeField;
import io.vigia.feature.Condition;
import io.vigia.feature.Expression;
import io.vigia.feature.Expression.Type;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.Symmetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every place of a payload that a topology reads, and the full keys of the file that ask for it.
 */
final class PlacesRead {
  private final TopologySpec spec;
  private final Map<String, String> keysByPointer = new LinkedHashMap<>();

  PlacesRead(TopologySpec spec) {
    this.spec = spec;
    EventLayout layout = spec.source().layout();
    add("source.event-id", layout.eventId());
    add("source.object-id", layout.objectId());
    TimeField time = layout.time();
    if (time != null) {
      add("source.time.field", time.pointer());
    }
    spec.roles().forEach((role, text) -> add("roles." + role.label(), text, Type.CONDITION));
    spec.features().cuts().forEach((cut, text) -> add("select." + cut, text, Type.CONDITION));
    FeatureBlock block = spec.features().block();
    List<Feature> features = block == null ? spec.features().features() : List.of();
    if (block != null) {
      // An event may have few members, so only the first one's place is certain.
      add("features[0]", spec.features().features().get(0).expression(), Type.NUMBER);
    }
    for (int i = 0; i < features.size(); i++) {
      add("features[" + i + "]", features.get(i).expression(), Type.NUMBER);
      String sigma = features.get(i).sigma();
      if (sigma != null) {
        add("features[" + i + "].sigma", sigma, Type.NUMBER);
      }
    }
    List<Condition> context = spec.features().context();
    for (int i = 0; i < context.size(); i++) {
      add("context[" + i + "]", context.get(i).expression(), Type.NUMBER);
    }
    List<Symmetry> symmetries = spec.features().symmetries();
    for (int i = 0; i < symmetries.size(); i++) {
      String key = "symmetries[" + i + "]";
      symmetries.get(i).fields().forEach(name -> add(key, pointer(name)));
    }
    addExposure(spec.exposure());
    List<String> carry = spec.carry();
    for (int i = 0; i < carry.size(); i++) {
      String place = carry.get(i);
      add("carry[" + i + "]", place.startsWith("/") ? place : pointer(place));
    }
  }

  private void addExposure(ExposureSpec exposure) {
    ExposureSpec.Segments segments = exposure.segments();
    for (int i = 0; i < segments.id().size(); i++) {
      add("segments.id[" + i + "]", pointer(segments.id().get(i)));
    }
    if (segments.seconds() != null) {
      add("segments.seconds", segments.seconds(), Type.NUMBER);
    }
    if (segments.good() != null) {
      add("segments.good", segments.good(), Type.CONDITION);
    }
    if (exposure.weight() != null) {
      add("weight", exposure.weight(), Type.NUMBER);
    }
  }

  Map<String, String> keysByPointer() {
    return keysByPointer;
  }

  private void add(String key, List<String> pointers) {
    for (int i = 0; i < pointers.size(); i++) {
      add(key + "[" + i + "]", pointers.get(i));
    }
  }

  private void add(String key, String expression, Type type) {
    Expression.names(expression, type).stream()
        .map(this::pointer)
        .filter(pointer -> !pointer.endsWith("/-")) // no place, but a list's length
        .forEach(pointer -> add(key, pointer));
  }

  private void add(String key, String pointer) {
    keysByPointer.merge(pointer, key, (before, more) -> before + ", " + more);
  }

  private String pointer(String name) {
    return spec.source().layout().fields().stream()
        .filter(field -> field.name().equals(name))
        .map(EventLayout.Field::pointer)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is no field of the layout"));
  }
}
