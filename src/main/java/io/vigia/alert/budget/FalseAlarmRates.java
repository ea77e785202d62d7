package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.calibration.LiveTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The false-alarm rates of a stream: live time and events as tallies tell them, candidates as they
 * come, each under the bundle that scored it, see {@link BundleRates}. Owned by one thread.
 */
public final class FalseAlarmRates {
  /** Of more bundles than these the one that was longest out of service is forgotten. */
  private static final int BUNDLES = 4;

  /**
   * What of a stream is live, and what expected numbers are for.
   *
   * @param maxGapSeconds a gap between events up to this length is live
   * @param unit of a period, for people: night
   * @param periods null where they cannot be told from time alone
   */
  public record Terms(double maxGapSeconds, String unit, @Nullable Periods periods) {}

  /**
   * All that is kept.
   *
   * @param bundles the one that was longest out of service first
   * @param unit of the periods of clock and length
   */
  record State(
      LiveTime.State live,
      double events,
      Map<String, BundleRates.State> bundles,
      String unit,
      PeriodClock.State clock,
      PeriodLength.State length) {}

  private final Terms terms;
  private final LiveTime live;
  private final Map<String, BundleRates> bundles = new LinkedHashMap<>();
  private final @Nullable PeriodClock clock;
  private final PeriodLength length;
  private double events;

  private FalseAlarmRates(Terms terms, State state) {
    this.terms = terms;
    this.live = LiveTime.of(state.live, terms.maxGapSeconds);
    state.bundles.forEach((sha, bundle) -> bundles.put(sha, BundleRates.of(bundle)));
    this.events = state.events;
    boolean samePeriods = terms.unit.equals(state.unit);
    PeriodClock.State time = samePeriods ? state.clock : PeriodClock.State.START;
    this.clock = terms.periods == null ? null : new PeriodClock(terms.periods, time);
    this.length =
        new PeriodLength(samePeriods ? state.length : PeriodLength.guessed(terms.periods));
  }

  /** Before the first event. */
  public static FalseAlarmRates of(Terms terms) {
    return new FalseAlarmRates(terms, start(terms));
  }

  /** As {@link #state()} says; where periods were others, their length is learned anew. */
  public static FalseAlarmRates of(Terms terms, JsonNode state) {
    return new FalseAlarmRates(terms, AllocationState.read(state, State.class, start(terms)));
  }

  private static State start(Terms terms) {
    return new State(
        LiveTime.withGapsUpTo(terms.maxGapSeconds).state(),
        0,
        Map.of(),
        terms.unit,
        PeriodClock.State.START,
        PeriodLength.guessed(terms.periods));
  }

  /** All that must be kept between two processes. */
  public JsonNode state() {
    Map<String, BundleRates.State> kept = new LinkedHashMap<>();
    bundles.forEach((sha, bundle) -> kept.put(sha, bundle.state()));
    return AllocationState.json(
        new State(
            live.state(),
            events,
            kept,
            terms.unit,
            clock == null ? PeriodClock.State.START : clock.state(),
            length.state()));
  }

  /** A bundle in service. */
  private BundleRates bundle(String model) {
    BundleRates known = bundles.remove(model);
    BundleRates bundle = known == null ? new BundleRates() : known;
    bundles.put(model, bundle);
    if (bundles.size() > BUNDLES) {
      bundles.remove(bundles.keySet().iterator().next());
    }
    return bundle;
  }

  /** Takes what a part of the stream saw. */
  public void tally(TallyReading reading) {
    tally(reading, SegmentWords.none());
  }

  /**
   * Takes what a part of the stream saw, but for what is bad. What was counted before it was said
   * to be bad stays counted.
   */
  public void tally(TallyReading reading, SegmentWords words) {
    double before = live.seconds();
    for (TallyReading.Stretch one : reading.live()) {
      live.covered(one.fromMillis(), one.toMillis(), words.badTimes());
    }
    for (TallyReading.Segment one : reading.segments()) {
      if (words.isBad(one.id())) {
        live.badSegment(one.id(), one.seconds());
      } else {
        live.segment(one.id(), one.seconds());
      }
    }
    double counted = events(reading, words);
    bundle(reading.model()).watched(live.seconds() - before, counted);
    events += counted;
    boolean isTimed = reading.lastMillis() != TallyReading.NO_TIME;
    if (clock != null && isTimed && clock.advance(reading.lastMillis())) {
      length.ended(before);
    }
  }

  /** Events of good segments; none where the newest is of a bad time: a tally is of a moment. */
  private static double events(TallyReading reading, SegmentWords words) {
    if (reading.lastMillis() != TallyReading.NO_TIME && words.isBad(reading.lastMillis())) {
      return 0;
    }
    double bad =
        reading.segments().stream()
            .filter(one -> words.isBad(one.id()))
            .mapToDouble(TallyReading.Segment::events)
            .sum();
    return Math.max(0, reading.events() - bad);
  }

  /**
   * Counts a candidate.
   *
   * @param model sha-256 of the bundle that scored it
   * @param weight how many events it stands for
   */
  public void candidate(String model, double pValue, double weight) {
    bundle(model).candidate(pValue, weight);
  }

  /** Live seconds of the stream, under whatever bundle. */
  public double liveSeconds() {
    return live.seconds();
  }

  /** Scored physics events, each as often as its weight says, under whatever bundle. */
  public double events() {
    return events;
  }

  /**
   * The rate of background events as rare as one that was counted.
   *
   * @param model sha-256 of the bundle that scored it
   * @return null while no live time was seen
   */
  public @Nullable FalseAlarmRate of(String model, double pValue) {
    BundleRates bundle = bundles.get(model);
    BundleRates.Background background = bundle == null ? null : bundle.atOrBelow(pValue);
    return background == null
        ? null
        : new FalseAlarmRate(
            background.hertz(),
            background.band(),
            background.method(),
            background.isExtrapolated(),
            perPeriod(background.hertz()),
            terms.unit);
  }

  private @Nullable Double perPeriod(double hertz) {
    boolean isGuess = !length.isKnown() && !(terms.periods instanceof CalendarPeriods);
    return isGuess ? null : Double.valueOf(hertz * length.seconds());
  }
}
