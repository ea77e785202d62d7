package io.vigia.alert.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How interesting experts are likely to find an event, from what they said of others that are rare
 * for the same reasons. With y_j = 1 for interesting and 0 for boring and artefact, u_j the pattern
 * of the labelled event j and u that of the event asked about:
 *
 * <pre>
 * interest(u) = (kappa / 2 + sum_j k(u, u_j) y_j) / (kappa + sum_j k(u, u_j))
 * k(u, v)     = exp(-|u - v|^2 / (2 h^2))
 * rank        = -ln p * 2 interest
 * </pre>
 *
 * <p>The interest is the mean of a Beta posterior whose counts are shared by likeness (continuous
 * correlated beta process: Goetschalckx, Poupart and Hoey 2011, equations 4 and 5); the anomaly
 * score times what users are expected to think, and itself where nobody said anything near, is the
 * form of Lochner and Bassett 2021 (Astronomaly, equation 1). The prior of kappa events, half of
 * them interesting, keeps it safe: without labels the order is that of p; far from all labels a
 * rank is {@code -ln p}; no label lifts a rank above twice that, so nothing passes an event rarer
 * than its own p squared.
 *
 * <p>Of several experts on one event the mean of their words counts. Immutable.
 */
public final class Interest {
  /** h: events that share three quarters of their reasons (a product of 0.75) are half alike. */
  static final double WIDTH = 0.6;

  /** kappa: so many labels on the very same reasons weigh as much as the prior. */
  static final double PRIOR = 1;

  /** The most events with labels that are kept; the oldest go first. */
  static final int MOST = 1000;

  public static final Interest NONE = new Interest(Map.of());

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<Label> OPINIONS =
      Set.of(Label.INTERESTING, Label.BORING, Label.ARTEFACT, Label.RETRACT);

  /** By event, then by expert, the oldest event first. */
  private final Map<String, Map<String, Feedback>> words;

  private final List<Opinion> opinions;

  private record Opinion(RarityPattern pattern, double interesting) {}

  private Interest(Map<String, Map<String, Feedback>> words) {
    this.words = words;
    this.opinions = new ArrayList<>();
    for (Map<String, Feedback> ofEvent : words.values()) {
      double interesting =
          ofEvent.values().stream()
              .mapToDouble(word -> word.label() == Label.INTERESTING ? 1 : 0)
              .average()
              .orElseThrow();
      ofEvent.values().stream()
          .map(Feedback::pattern)
          .filter(pattern -> !pattern.isEmpty())
          .findFirst()
          .ifPresent(pattern -> opinions.add(new Opinion(pattern, interesting)));
    }
  }

  /** With one word more, or one less where it is {@link Label#UNDO}. */
  public Interest with(Feedback feedback) {
    Map<String, Map<String, Feedback>> all = new LinkedHashMap<>(words);
    Map<String, Feedback> ofEvent =
        new LinkedHashMap<>(all.getOrDefault(feedback.about(), Map.of()));
    ofEvent.remove(feedback.expert());
    all.remove(feedback.about());
    if (OPINIONS.contains(feedback.label())) {
      ofEvent.put(feedback.expert(), feedback);
    }
    if (!ofEvent.isEmpty()) {
      all.put(feedback.about(), ofEvent);
    }
    if (all.size() > MOST) {
      all.remove(all.keySet().iterator().next());
    }
    return new Interest(all);
  }

  /** By the words of one expert alone. */
  public Interest by(String expert) {
    Map<String, Map<String, Feedback>> own = new LinkedHashMap<>();
    words.forEach(
        (id, ofEvent) -> {
          Feedback word = ofEvent.get(expert);
          if (word != null) {
            own.put(id, Map.of(expert, word));
          }
        });
    return new Interest(own);
  }

  /** How many events have labels. */
  public int size() {
    return words.size();
  }

  /** Of an event that is rare in this way: in (0, 1), one half where nothing is known. */
  public double of(RarityPattern pattern) {
    if (pattern.isEmpty()) {
      return 0.5;
    }
    double interesting = PRIOR / 2;
    double all = PRIOR;
    for (Opinion opinion : opinions) {
      double alike = Math.exp(-opinion.pattern.squaredDistance(pattern) / (2 * WIDTH * WIDTH));
      interesting += alike * opinion.interesting;
      all += alike;
    }
    return interesting / all;
  }

  /**
   * What candidates are ordered by.
   *
   * @param pValue in (0, 1]
   */
  public double rank(double pValue, RarityPattern pattern) {
    return -Math.log(pValue) * 2 * of(pattern);
  }

  /** The events with labels, the oldest first. */
  public Set<String> events() {
    return words.keySet();
  }

  /** All words about an event, without their notes; none where it has no labels. */
  public ObjectNode about(String event) {
    ObjectNode json = MAPPER.createObjectNode();
    words
        .getOrDefault(event, Map.of())
        .values()
        .forEach(word -> json.withArray("/words").add(word.toJson().without("note")));
    return json;
  }

  /**
   * Reads what {@link #about} wrote of each event, the oldest first.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Interest of(Iterable<? extends JsonNode> events) {
    Map<String, Map<String, Feedback>> words = new LinkedHashMap<>();
    for (JsonNode event : events) {
      for (JsonNode word : event.path("words")) {
        Feedback feedback = Feedback.of(word);
        words
            .computeIfAbsent(feedback.about(), id -> new LinkedHashMap<>())
            .put(feedback.expert(), feedback);
      }
    }
    return new Interest(words);
  }
}
