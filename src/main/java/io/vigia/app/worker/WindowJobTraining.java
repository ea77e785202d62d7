package io.vigia.app.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.app.worker.CandidateStore.Candidate;
import io.vigia.feature.FeatureSchema;
import io.vigia.model.BundleDirectory;
import io.vigia.model.StoredBundle;
import io.vigia.registry.Inspection;
import io.vigia.registry.RefusedModelException;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.TrainingJob;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import io.vigia.training.CheckpointFolder;
import io.vigia.training.TrainingSettings;
import io.vigia.training.UnfitDataException;
import io.vigia.training.gate.Contender;
import io.vigia.training.gate.GateComparison;
import io.vigia.training.gate.GateSettings;
import io.vigia.training.gate.PastCandidate;
import io.vigia.training.gate.UnseenRows;
import io.vigia.training.window.LaterRows;
import io.vigia.training.window.PastCandidates;
import io.vigia.training.window.SampleFilter;
import io.vigia.training.window.TrainedWindow;
import io.vigia.training.window.WindowRows;
import io.vigia.training.window.WindowTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real training of a job: its window read, a bundle made, and that beside its parent. */
public final class WindowJobTraining implements JobTraining {
  /** Samples after the window that are read for the comparison, at most. */
  private static final long MOST_LATER = 50_000;

  /** Candidates of the past, the latest, that are looked at again. */
  private static final long MOST_CANDIDATES = 20_000;

  private final Path topology;
  private final TopologySpec spec;
  private final Map<String, String> kafka;
  private final CandidateStore store;
  private final OpenedModel.Opener opener;
  private final String device;
  private final String code;
  private final Clock clock;

  /**
   * @param topology the file that {@code spec} was read from
   * @param kafka client settings
   * @param device by name, whatever the topology says
   * @param code version and revision of the program, for provenance
   */
  public WindowJobTraining(
      Path topology,
      TopologySpec spec,
      Map<String, String> kafka,
      CandidateStore store,
      OpenedModel.Opener opener,
      String device,
      String code,
      Clock clock) {
    this.topology = topology;
    this.spec = spec;
    this.kafka = Map.copyOf(kafka);
    this.store = store;
    this.opener = opener;
    this.device = device;
    this.code = code;
    this.clock = clock;
  }

  @Override
  public Candidate train(TrainingJob job, WorkFolder folder, JobReport report) throws IOException {
    if (!job.topology().equals(spec.name())) {
      throw new IllegalArgumentException(
          "the job is of the topology " + job.topology() + ", this worker's is " + spec.name());
    }
    TopologySpec asked = asked(job.training());
    SampleFilter filter = filter(asked);
    WindowRows rows =
        WindowReading.read(
            kafka, job.window(), filter, WindowReading.least(job.window()), report::note);
    Optional<StoredBundle> parent = parent(job, report);
    TrainedWindow trained =
        WindowTraining.train(
            job,
            rows,
            asked.features(),
            settings(asked),
            asked.calibration(),
            parent.map(StoredBundle::content).orElse(null),
            new CheckpointFolder(folder.checkpoints()),
            report,
            code,
            clock);
    trained.trained().warnings().forEach(report::note);
    Path directory = folder.newBundle();
    StoredBundle made = BundleDirectory.write(trained.bundle(), directory);
    requireScoresStream(made, asked.features());
    report.judging();
    return new Candidate(
        directory,
        parent.map(StoredBundle::sha256).orElse(null),
        parent.isEmpty() ? null : evidence(job, filter, trained, parent.get(), made, report));
  }

  /**
   * No score application would take it up, so nobody is to be asked for it.
   *
   * @throws UnfitDataException saying why not
   */
  static void requireScoresStream(StoredBundle made, FeatureSchema features) {
    try {
      new Inspection(features).compiled(made);
    } catch (RefusedModelException e) {
      throw new UnfitDataException("nothing is published: " + e.getMessage());
    }
  }

  /** The topology as it was when the job was made, as far as trainings are concerned. */
  private TopologySpec asked(@Nullable JsonNode training) {
    return TopologyFile.read(topology, training);
  }

  private TrainingSettings settings(TopologySpec asked) {
    return TrainingPlan.of(asked.training().withDevice(device));
  }

  /** Which samples of a topology train. */
  public static SampleFilter filter(TopologySpec spec) {
    return new SampleFilter(
        spec.features(),
        !spec.training().groupBy().isEmpty(),
        spec.training().label() != null,
        new StreamPackets(spec));
  }

  /** The published bundle; else the topology's own, where it is that. */
  private Optional<StoredBundle> parent(TrainingJob job, JobReport report) throws IOException {
    Optional<StoredBundle> parent = store.bundle(job.parent());
    if (parent.isEmpty() && Files.isDirectory(spec.model())) {
      parent =
          Optional.of(BundleDirectory.read(spec.model()))
              .filter(own -> own.sha256().equals(job.parent()));
    }
    if (parent.isEmpty()) {
      report.note(
          "its parent "
              + job.parent()
              + " is neither among the published bundles nor the topology's own: it trains fresh,"
              + " and nothing is compared");
    }
    return parent;
  }

  /** Null where there is no row to compare on: the bundle is worth asking a person for. */
  private @Nullable GateEvidence evidence(
      TrainingJob job,
      SampleFilter filter,
      TrainedWindow trained,
      StoredBundle parent,
      StoredBundle made,
      JobReport report) {
    UnseenRows unseen = unseen(job, filter, trained);
    try (OpenedModel champion = opener.open(parent);
        OpenedModel candidate = opener.open(made)) {
      return GateComparison.of(
          Contender.of(champion.scoring()),
          Contender.of(candidate.scoring()),
          filter.schema(),
          unseen,
          past(filter),
          Map.of(),
          GateSettings.of(spec.alerts().threshold(), job.seed()));
    } catch (IllegalArgumentException e) {
      report.note("it is published without evidence: " + e.getMessage());
      return null;
    }
  }

  private UnseenRows unseen(TrainingJob job, SampleFilter filter, TrainedWindow trained) {
    LaterRows later = new LaterRows(filter, trained);
    try (SampleRange samples = SampleRange.open(kafka, job.window().topic())) {
      long from = job.window().to();
      long to = Math.min(samples.end(), from + MOST_LATER);
      readWhereAny(samples, from, to, later::add);
    }
    return later.unseen();
  }

  private List<PastCandidate> past(SampleFilter filter) {
    PastCandidates past = new PastCandidates(filter);
    try (SampleRange candidates = SampleRange.open(kafka, TopicNames.of(spec).candidates())) {
      long end = candidates.end();
      readWhereAny(candidates, Math.max(0, end - MOST_CANDIDATES), end, past::add);
    }
    return past.all();
  }

  private static void readWhereAny(SampleRange topic, long from, long to, Consumer<byte[]> reader) {
    if (to > from) {
      topic.read(from, to, reader);
    }
  }
}
