package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.VigiaProcess;
import io.vigia.app.bench.retrain.LoopWatch.Said;
import io.vigia.app.bench.retrain.ScoreWatch.Seen;
import io.vigia.event.EventFile;
import io.vigia.registry.ModelArchive;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopicNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Real events in the order of their runs: the first quarter trains the bundle that begins, the
 * others come as a stream, and each window of them trains a candidate. Unlabelled: all are taken
 * for background, so that a share of rare events above the nominal one is drift or anomalies.
 */
final class RealRuns {
  private static final double FIRST = 0.25;
  private static final double PER_SECOND = 350;
  private static final int BLOCK = 4000;
  private static final double P = 1e-2;
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Path base;
  private final Path file;
  private final Path directory;
  private final Consumer<String> progress;

  RealRuns(Path base, Path file, Path directory, Consumer<String> progress) {
    this.base = base;
    this.file = file;
    this.directory = directory;
    this.progress = progress;
  }

  ObjectNode run(String bootstrap) throws IOException, InterruptedException {
    List<byte[]> events = new ArrayList<>();
    try (EventFile rows = EventFile.open(file)) {
      for (byte[] row = rows.next(); row != null; row = rows.next()) {
        events.add(row);
      }
    }
    int first = (int) (FIRST * events.size());
    Path model = directory.resolve("models").resolve("1");
    LoopTopology topology = LoopTopology.ofRuns(base, model, Scenario.runs(), bootstrap, directory);
    train(topology, events.subList(0, first), model);
    List<byte[]> rest = events.subList(first, events.size());
    try (LoopRun run = LoopRun.start(topology, 1, directory, progress)) {
      run.load(PER_SECOND, i -> i < rest.size() ? rest.get((int) i) : null);
      run.await(
          "all events",
          Duration.ofSeconds((long) (rest.size() / PER_SECOND)).plus(PATIENCE),
          () -> run.scores().outcomes() >= rest.size());
      run.drain();
      run.await(
          "the last verdict",
          PATIENCE,
          () -> verdicts(run).size() >= run.loop().on("training-jobs").size());
      return figures(run, first, rest.size());
    }
  }

  private void train(LoopTopology topology, List<byte[]> events, Path model)
      throws IOException, InterruptedException {
    progress.accept("  training on the first " + events.size() + " events");
    Path data = directory.resolve("first.jsonl");
    try (OutputStream out = Files.newOutputStream(data)) {
      for (byte[] event : events) {
        out.write(event);
        out.write('\n');
      }
    }
    Path log = directory.resolve("train.log");
    List<String> arguments =
        List.of(topology.file().toString(), "--data", data.toString(), "--out", model.toString());
    try (VigiaProcess training = VigiaProcess.start("train", arguments, log)) {
      int code = training.await();
      if (code != 0) {
        throw new IllegalStateException("vigia train ended with " + code + ", see " + log);
      }
    }
  }

  private static List<Said> verdicts(LoopRun run) {
    return run.loop().on("decisions").stream()
        .filter(said -> said.json().path("about").asText().equals("model"))
        .toList();
  }

  private ObjectNode figures(LoopRun run, int first, int sent) throws IOException {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("scenario", "runs").put("trained_on", first).put("events", sent);
    int jobs = run.loop().on("training-jobs").size();
    List<Said> verdicts = verdicts(run);
    figures.put("windows", jobs);
    for (Said said : verdicts) {
      JsonNode verdict = said.json();
      ObjectNode one = figures.withArray("/verdicts").addObject();
      one.put("outcome", verdict.path("outcome").asText()).set("reasons", verdict.path("reasons"));
    }
    blocks(run, figures);
    for (Said said : run.loop().on("drift")) {
      figures
          .withArray("/reports")
          .addObject()
          .put("kind", said.json().path("kind").asText())
          .put("text", said.json().path("text").asText());
    }
    long lost = sent - run.scores().outcomes();
    figures.put("lost", lost).put("doubled", run.scores().doubled());
    boolean ok = lost == 0 && run.scores().doubled() == 0 && jobs > 0 && verdicts.size() == jobs;
    figures.put("ok", ok);
    return figures;
  }

  /** The rate of rare events in each stretch of the stream, by the bundles that scored it. */
  private void blocks(LoopRun run, ObjectNode figures) throws IOException {
    ModelArchive archive =
        ModelArchive.read(run.spec().clientSettings(), TopicNames.of(run.spec()).modelTopics());
    List<Seen> all = run.scores().where(seen -> true);
    for (int from = 0; from + BLOCK <= all.size(); from += BLOCK) {
      Map<String, List<Seen>> byModel = new TreeMap<>();
      for (Seen seen : all.subList(from, from + BLOCK)) {
        byModel.computeIfAbsent(seen.model(), sha -> new ArrayList<>()).add(seen);
      }
      ObjectNode block = figures.withArray("/blocks").addObject().put("from", from);
      for (Map.Entry<String, List<Seen>> one : byModel.entrySet()) {
        ModelCard card = archive.bySha256(one.getKey()).orElseThrow();
        Path fetched = directory.resolve("fetched-" + from + "-" + card.version());
        RateFigures rate =
            RateFigures.of(one.getValue(), archive.fetch(card, fetched).content().calibration(), P);
        block.withArray("/by_model").addObject().put("model", card.label()).setAll(rate.json());
      }
    }
  }
}
