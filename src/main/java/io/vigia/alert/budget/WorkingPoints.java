package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Thresholds with names: sends at or below the loosest; the reason names the tightest that an offer
 * passes.
 */
public final class WorkingPoints implements Allocation {
  private record Point(String name, double pValue) {}

  private final List<Point> tightestFirst;
  private final Point loosest;

  private WorkingPoints(List<Point> tightestFirst) {
    this.tightestFirst = tightestFirst;
    this.loosest = tightestFirst.get(tightestFirst.size() - 1);
  }

  /**
   * @param pValues by name, each in (0, 1], at least one
   * @throws IllegalArgumentException for others
   */
  public static WorkingPoints of(Map<String, Double> pValues) {
    List<Point> points = new ArrayList<>();
    pValues.forEach(
        (name, pValue) -> {
          if (!(pValue > 0 && pValue <= 1)) {
            throw new IllegalArgumentException(
                "working point " + name + " is " + pValue + "; a p-value in (0, 1] is needed");
          }
          points.add(new Point(name, pValue));
        });
    if (points.isEmpty()) {
      throw new IllegalArgumentException("no working point; at least one is needed");
    }
    points.sort(Comparator.comparingDouble(Point::pValue));
    return new WorkingPoints(points);
  }

  @Override
  public List<Verdict> offer(Offer offer) {
    for (Point point : tightestFirst) {
      if (offer.pValue() <= point.pValue) {
        String reason = "at the working point " + point.name;
        return List.of(new Verdict(offer.id(), Ruling.SEND, null, point.pValue, reason));
      }
    }
    String reason = "above the working point " + loosest.name;
    return List.of(new Verdict(offer.id(), Ruling.BELOW, null, loosest.pValue, reason));
  }

  @Override
  public List<Verdict> advance(long timeMillis) {
    return List.of();
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    // Thresholds take what comes.
  }

  @Override
  public JsonNode state() {
    return JsonNodeFactory.instance.objectNode();
  }
}
