package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.feedback.Feedback;
import io.vigia.alert.feedback.Label;
import io.vigia.alert.feedback.RarityPattern;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia feedback}. */
@Command(
    name = "feedback",
    mixinStandardHelpOptions = true,
    description = {
      "Says what an expert thinks of an event; candidates rare for the same reasons follow in their",
      "order. p-values and false-alarm rates never do. An expert's later word replaces the one before."
    })
final class FeedbackCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(index = "1", paramLabel = "ID", description = "The event's id, as alerts have it.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String id;

  @Parameters(
      index = "2",
      paramLabel = "LABEL",
      description =
          "interesting, boring, artefact; retract: an artefact, and its alert is taken back;"
              + " undo: takes back the word before.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String label;

  @Option(names = "--note", paramLabel = "TEXT", description = "For people.")
  private String note = "";

  @Option(
      names = "--expert",
      paramLabel = "NAME",
      description = "Who says it. Default: $${user.name}, here ${DEFAULT-VALUE}.",
      defaultValue = "${sys:user.name}")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String expert;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    Label said =
        Label.of(label)
            .orElseThrow(
                () ->
                    new CommandLine.ParameterException(
                        command.commandLine(),
                        "LABEL is '" + label + "'; allowed: " + Label.labels()));
    TopologySpec spec = topology.read();
    JsonNode candidate = CandidateLookup.byId(spec, id);
    if (candidate == null) {
      complain(
          "there is no candidate "
              + id
              + " on "
              + TopicNames.of(spec).candidates()
              + "; ids are those of 'vigia alerts --json'");
      return 1;
    }
    RarityPattern pattern = RarityPattern.of(candidate);
    if (pattern.isEmpty()) {
      complain(
          "the candidate says no reasons (alerts.reasons: none), so that nothing follows for others");
    }
    send(spec, new Feedback(id, said, expert, note, pattern));
    return 0;
  }

  private void send(TopologySpec spec, Feedback feedback) throws Exception {
    String topic = TopicNames.of(spec).feedback();
    TopicTail.open(spec.clientSettings(), topic).close(); // says so where there is none
    Properties properties = new Properties();
    properties.putAll(spec.clientSettings());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
      producer
          .send(
              new ProducerRecord<>(
                  topic, utf8(feedback.about()), utf8(feedback.toJson().toString())))
          .get();
    }
    command.commandLine().getOut().println(feedback.toJson());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void complain(String line) {
    command.commandLine().getErr().println(line);
  }
}
