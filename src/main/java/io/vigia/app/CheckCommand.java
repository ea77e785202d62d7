package io.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.desk.PolicyNotes;
import io.vigia.event.EventFile;
import io.vigia.model.BundleDirectory;
import io.vigia.model.InvalidBundleException;
import io.vigia.model.ModelBundle;
import io.vigia.topology.AlertReach;
import io.vigia.topology.BudgetReach;
import io.vigia.topology.CheckReport;
import io.vigia.topology.InvalidTopologyException;
import io.vigia.topology.SampleCheck;
import io.vigia.topology.StreamsDescription;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says all that is wrong with a topology file, or what it amounts to.",
      "That is: topics, features in order with units, cuts, roles, and the Streams applications;",
      "with a sample of events also what would become of them."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:no event of the sample would be scored, or nothing in it provides a field",
      "2:the topology or the sample is not valid"
    })
final class CheckCommand implements Callable<Integer> {
  private static final long SAMPLE = 1000;

  @Parameters(paramLabel = "TOPOLOGY", description = "The topology's YAML file.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path topology;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "A file of events (.csv, .jsonl, also .gz); its first 1000 are read.")
  private @Nullable Path data;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    TopologySpec spec;
    try {
      spec = TopologyFile.read(topology);
    } catch (InvalidTopologyException e) {
      if (!json) {
        throw e;
      }
      out.println(problems(e));
      return Failures.BAD_INPUT;
    }
    warn(spec);
    SampleCheck sample = sample(spec);
    if (json) {
      ObjectNode report = CheckReport.json(spec).put("valid", true);
      ObjectNode applications = report.putObject("applications");
      StreamsDescription.applications(spec)
          .forEach(
              (role, application) ->
                  applications.put(
                      role.label(),
                      application == null ? null : application.describe().toString()));
      if (sample != null) {
        report.set("sample", sample.json());
      }
      out.println(report);
    } else {
      out.print(CheckReport.text(spec));
      out.print(StreamsDescription.text(spec));
      out.print(sample == null ? "" : sample.text());
    }
    out.flush();
    return sample == null || sample.isGood() ? 0 : Failures.FAILED;
  }

  /** What has expired, and what only the bundle can tell, where there is one already. */
  private void warn(TopologySpec spec) throws IOException {
    PolicyNotes.of(spec.desk(), Instant.now())
        .forEach(note -> command.commandLine().getErr().println("note: " + note));
    if (!Files.isDirectory(spec.model())) {
      return;
    }
    PrintWriter err = command.commandLine().getErr();
    try {
      ModelBundle bundle = BundleDirectory.read(spec.model()).content();
      AlertReach.warning(spec.alerts(), bundle.calibrations())
          .ifPresent(warning -> err.println("note: " + warning));
      BudgetReach.note(spec.alerts(), bundle.calibrations())
          .ifPresent(note -> err.println("note: " + note));
    } catch (InvalidBundleException e) {
      err.println("note: the model cannot be used: " + e.getMessage());
    }
  }

  private @Nullable SampleCheck sample(TopologySpec spec) throws IOException {
    if (data == null) {
      return null;
    }
    try (EventFile file = EventFile.open(data)) {
      return SampleCheck.of(spec, file, SAMPLE);
    }
  }

  private static ObjectNode problems(InvalidTopologyException invalid) {
    ObjectNode report = JsonNodeFactory.instance.objectNode().put("valid", false);
    ArrayNode problems = report.putArray("problems");
    for (InvalidTopologyException.Problem problem : invalid.problems()) {
      problems
          .addObject()
          .put("key", problem.key())
          .put("line", problem.line())
          .put("problem", problem.text());
    }
    return report;
  }
}
