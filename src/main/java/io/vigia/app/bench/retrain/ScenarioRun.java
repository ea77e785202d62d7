package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.retrain.LoopWatch.Said;
import io.vigia.app.bench.retrain.ScoreWatch.Seen;
import io.vigia.calibration.Calibration;
import io.vigia.model.StoredBundle;
import io.vigia.registry.ModelArchive;
import io.vigia.retrain.ModelCard;
import io.vigia.sim.DetectorFault;
import io.vigia.sim.FaultyDimuonStream;
import io.vigia.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One scenario, from the first event to its figures. */
final class ScenarioRun {
  private static final Duration BASELINE = Duration.ofSeconds(20);
  private static final Duration AFTER = Duration.ofSeconds(25);
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Duration LAST_JOB = Duration.ofSeconds(40);
  private static final long GROWTH_SECONDS = 15;
  private static final double P = 1e-2;
  private static final long SWAP_MILLIS = 5000;
  private static final long SEED = 11;

  private final Scenario scenario;
  private final LoopRun run;
  private final Path directory;
  private final StoredBundle first;
  private final double perSecond;
  private final AtomicLong faultFrom = new AtomicLong(Long.MAX_VALUE);
  private final List<String> missed = new ArrayList<>();
  private final ObjectNode figures = JsonNodeFactory.instance.objectNode();

  /**
   * @param first the bundle in service at first
   * @param perSecond events sent
   */
  ScenarioRun(
      Scenario scenario, LoopRun run, Path directory, StoredBundle first, double perSecond) {
    this.scenario = scenario;
    this.run = run;
    this.directory = directory;
    this.first = first;
    this.perSecond = perSecond;
  }

  /** The figures; {@code ok} says whether all came out that must, {@code missed} what did not. */
  ObjectNode run() throws IOException, InterruptedException {
    figures.put("scenario", scenario.name()).put("fault", scenario.fault().name());
    run.load(perSecond, this::event);
    run.await("the first score", PATIENCE, () -> run.scores().outcomes() > 0);
    boolean isWhole = scenario.endsWith() == Scenario.Ending.CUT_OVER;
    boolean keepsUp = run.await("the scorer to keep up", PATIENCE, () -> run.scores().isPrompt());
    require(keepsUp, "a scorer that keeps up with the load");
    run.watch(isWhole ? BASELINE.plusSeconds(2) : Duration.ofSeconds(8));
    if (scenario.fault() != DetectorFault.NONE) {
      faultFrom.set(run.sent() + (long) perSecond / 10);
    }
    long faultMillis = System.currentTimeMillis() + 100;
    switch (scenario.endsWith()) {
      case CUT_OVER -> wholeLoop(faultMillis);
      case VERDICT -> verdict();
      case DRIFT -> report(faultMillis);
    }
    run.drain();
    reports(faultMillis);
    if (isWhole) {
      rates(faultMillis);
    }
    account();
    figures.put("ok", missed.isEmpty());
    missed.forEach(figures.withArray("/missed")::add);
    return figures;
  }

  private byte[] event(long index) {
    return new FaultyDimuonStream(
            SEED, scenario.fault(), faultFrom.get(), (long) (GROWTH_SECONDS * perSecond))
        .event(index, System.currentTimeMillis())
        .toJson();
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      missed.add(what);
    }
  }

  private boolean drifted(long faultMillis) throws IOException {
    boolean found = run.await("a drift report", PATIENCE, () -> !run.loop().on("drift").isEmpty());
    require(found, "a drift report");
    if (found) {
      Said said = run.loop().on("drift").get(0);
      JsonNode drift = figures.withObject("/drift").setAll((ObjectNode) said.json().deepCopy());
      figures.put("detected_after_s", seconds(said.millis() - faultMillis));
      require(said.millis() >= faultMillis, "a first report after the fault, not before");
      require(!drift.path("text").asText().isEmpty(), "a sentence in the report");
    }
    return found;
  }

  /** All reports, not the first alone: when, what kind, by which watch. */
  private void reports(long faultMillis) {
    for (Said said : run.loop().on("drift")) {
      figures
          .withArray("/reports")
          .addObject()
          .put("after_s", seconds(said.millis() - faultMillis))
          .put("kind", said.json().path("kind").asText())
          .put("watch", said.json().path("watch").asText());
    }
  }

  private void wholeLoop(long faultMillis) throws IOException, InterruptedException {
    if (!drifted(faultMillis)) {
      return;
    }
    if (!run.await("a job", PATIENCE, () -> !run.loop().on("training-jobs").isEmpty())
        || !run.await("the bundle", PATIENCE, () -> run.loop().progress("PUBLISHED").isPresent())
        || !run.await("the verdict", PATIENCE, () -> run.loop().verdict().isPresent())) {
      missed.add("a job, its bundle, a verdict");
      return;
    }
    trained();
    Said verdict = run.loop().verdict().orElseThrow();
    figures.set("verdict", verdict.json());
    require(verdict.json().path("outcome").asText().equals("promote"), "a promotion");
    boolean cut = run.await("the cut-over", Duration.ofSeconds(30), () -> cutovers().size() == 2);
    require(cut, "a cut-over on both partitions");
    run.watch(AFTER);
    rollBack();
  }

  /** A person takes it back by one command; seconds until both partitions score as before. */
  private void rollBack() throws IOException, InterruptedException {
    long begun = System.currentTimeMillis();
    require(run.command("models", "rollback") == 0, "a rollback that ends well");
    boolean back =
        run.await(
            "the rollback's cut-over",
            Duration.ofSeconds(30),
            () -> cutovers().stream().filter(this::isToTheFirst).count() == 2);
    require(back, "a cut-over back on both partitions");
    if (back) {
      long last =
          cutovers().stream()
              .filter(this::isToTheFirst)
              .mapToLong(Said::millis)
              .max()
              .orElseThrow();
      figures.put("rollback_s", seconds(last - begun));
    }
  }

  private boolean isToTheFirst(Said cutover) {
    return cutover.json().path("sha256").asText().equals(first.sha256());
  }

  private List<Said> cutovers() {
    return run.loop().on("cutovers").stream()
        .filter(said -> said.json().path("sequence").longValue() > 0)
        .toList();
  }

  private void trained() {
    Optional<Said> started = run.loop().progress("STARTED");
    Optional<Said> judging = run.loop().progress("JUDGING");
    Optional<Said> published = run.loop().progress("PUBLISHED");
    if (started.isPresent() && published.isPresent()) {
      figures.put("job_s", seconds(published.get().millis() - started.get().millis()));
      judging.ifPresent(
          said -> figures.put("training_s", seconds(said.millis() - started.get().millis())));
    }
  }

  private void verdict() throws IOException, InterruptedException {
    if (scenario.killsAWorker()) {
      killTheOneThatTrains();
    }
    boolean judged = run.await("the verdict", PATIENCE, () -> run.loop().verdict().isPresent());
    require(judged, "a verdict");
    if (!judged) {
      return;
    }
    trained();
    JsonNode verdict = run.loop().verdict().orElseThrow().json();
    figures.set("verdict", verdict);
    if (scenario.killsAWorker()) {
      return;
    }
    require(verdict.path("outcome").asText().equals("reject"), "a rejection");
    run.watch(Duration.ofSeconds(3));
    require(cutovers().isEmpty(), "no cut-over to a rejected bundle");
  }

  private void killTheOneThatTrains() throws IOException, InterruptedException {
    boolean training =
        run.await(
            "a training halfway",
            PATIENCE,
            () ->
                run.loop()
                    .first("training-progress", json -> json.path("step").intValue() > 0)
                    .isPresent());
    require(training, "a training halfway");
    if (!training) {
      return;
    }
    JsonNode killed =
        run.loop()
            .first("training-progress", json -> json.path("step").intValue() > 0)
            .orElseThrow()
            .json();
    run.kill(killed.path("worker").asText());
    figures.put("killed_worker", killed.path("worker").asText());
    figures.put("killed_at_step", killed.path("step").intValue());
    boolean published =
        run.await(
            "the other's bundle", PATIENCE, () -> run.loop().progress("PUBLISHED").isPresent());
    require(published, "a bundle by another worker");
    if (published) {
      JsonNode by = run.loop().progress("PUBLISHED").orElseThrow().json();
      figures.put("published_by", by.path("worker").asText());
      figures.put("attempt", by.path("attempt").intValue());
      require(!by.path("worker").equals(killed.path("worker")), "another worker than the killed");
    }
  }

  private void report(long faultMillis) throws IOException {
    if (!drifted(faultMillis)) {
      return;
    }
    if (scenario.fault().isBroken()) {
      brokenChannel(faultMillis);
    } else {
      newClass();
    }
  }

  private void brokenChannel(long faultMillis) throws IOException {
    // What was in flight before the fault ends, so that the next window could close.
    run.await("the last sound window", LAST_JOB, () -> run.loop().verdict().isPresent());
    run.watch(samples(4000).plusSeconds(3));
    String kind = figures.at("/drift/kind").asText();
    require(kind.equals("STUCK"), "a report of the kind STUCK");
    // A channel that is stuck in half of the events is known to be so half a second later.
    long known =
        scenario.fault() == DetectorFault.STUCK
            ? faultMillis
            : run.loop().on("drift").get(0).millis();
    List<Said> jobs = run.loop().on("training-jobs");
    long since = jobs.stream().filter(said -> said.millis() >= known).count();
    figures.put("jobs_before", jobs.size() - since).put("jobs_since", since);
    require(jobs.size() > since, "a job before the fault");
    require(since == 0, "no job from a broken channel");
    require(decided("broken"), "a decision that names the broken channel");
    require(!decided("recovered"), "no decision that the channel works again");
  }

  private boolean decided(String outcome) {
    return run.loop()
        .first("decisions", json -> json.path("outcome").asText().equals(outcome))
        .isPresent();
  }

  private void newClass() throws IOException {
    run.await("the verdict", PATIENCE, () -> run.loop().verdict().isPresent());
    run.watch(Duration.ofSeconds(5));
    long alerts = run.loop().on("alerts").size();
    figures.put("alerts", alerts);
    require(alerts > 0, "alerts of the new class");
    trained();
    run.loop().verdict().ifPresent(said -> figures.set("verdict", said.json()));
    require(!decided("promote"), "no promotion without a person");
    require(cutovers().isEmpty(), "no cut-over without a person");
  }

  /** About how long so many samples take. */
  private Duration samples(long count) {
    return Duration.ofMillis((long) (1000 * count / (perSecond * LoopTopology.SAMPLED)));
  }

  /** False alarms before, during and after, and latencies around the cut-over. */
  private void rates(long faultMillis) throws IOException {
    ScoreWatch scores = run.scores();
    long begun = faultMillis - BASELINE.toMillis();
    List<Seen> before = scores.sentAt(millis -> begun <= millis && millis < faultMillis - 1000);
    Calibration own = first.content().calibration();
    ObjectNode rates = figures.putObject("far");
    RateFigures nominal = RateFigures.of(before, own, P);
    rates.set("before", nominal.json());
    require(nominal.isNominal(), "a nominal rate before the fault: " + nominal);
    List<Seen> during =
        scores.where(
            seen ->
                seen.sentMillis() > faultMillis + 1000
                    && seen.sentMillis() < swappedAt()
                    && seen.model().equals(first.sha256()));
    RateFigures drifted = RateFigures.of(during, own, P);
    rates.set("during", drifted.json());
    List<Said> cutovers = cutovers();
    if (cutovers.isEmpty()) {
      return;
    }
    String sha256 = cutovers.get(0).json().path("sha256").asText();
    List<Seen> after = scores.where(seen -> seen.model().equals(sha256));
    RateFigures learned = RateFigures.of(after, calibration(sha256), P);
    rates.set("after", learned.json());
    require(learned.isNominal(), "a nominal rate after the swap: " + learned);
    long swapped = swappedAt();
    cutovers
        .subList(0, Math.min(2, cutovers.size()))
        .forEach(
            said ->
                figures
                    .withArray("/swap_offsets")
                    .addObject()
                    .put("partition", said.json().path("partition").intValue())
                    .put("from_offset", said.json().path("from_offset").longValue()));
    figures.put("back_after_s", seconds(swapped - faultMillis));
    List<Seen> around = scores.sentAt(millis -> Math.abs(millis - swapped) <= SWAP_MILLIS);
    double p99Before = ScoreWatch.latency(before, 0.99);
    double p99During = ScoreWatch.latency(around, 0.99);
    figures.put("p50_before_ms", ScoreWatch.latency(before, 0.5));
    figures.put("p50_swap_ms", ScoreWatch.latency(around, 0.5));
    figures.put("p99_before_ms", p99Before).put("p99_swap_ms", p99During);
    figures.put("p99_ratio", Math.round(p99During / p99Before * 100) / 100.0);
    require(p99During <= 1.2 * p99Before, "a p99 of at most 1.2 times that before");
  }

  /** When the first partition cut over, ms since 1970 UTC; never, where none did. */
  private long swappedAt() {
    return cutovers().stream().mapToLong(Said::millis).min().orElse(Long.MAX_VALUE);
  }

  private Calibration calibration(String sha256) throws IOException {
    ModelArchive archive =
        ModelArchive.read(run.spec().clientSettings(), TopicNames.of(run.spec()).modelTopics());
    ModelCard card = archive.bySha256(sha256).orElseThrow();
    return archive.fetch(card, directory.resolve("fetched")).content().calibration();
  }

  /** Each event sent has one outcome. */
  private void account() {
    long lost = run.sent() - run.scores().outcomes();
    figures.put("events", run.sent()).put("lost", lost).put("doubled", run.scores().doubled());
    require(lost == 0, "no event lost");
    require(run.scores().doubled() == 0, "no event doubled");
  }

  private static double seconds(long millis) {
    return Math.round(millis / 100.0) / 10.0;
  }
}
