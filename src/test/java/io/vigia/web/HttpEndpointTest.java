package io.vigia.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.client.CollectorRegistry;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.scoring.ModelIdentity;
import io.vigia.telemetry.KafkaExamples;
import io.vigia.telemetry.Telemetry;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.StreamHealth;
import io.vigia.topology.StreamMeter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpEndpointTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Telemetry telemetry = new Telemetry(List.of("two-muons"));
  private final Trouble trouble = new Trouble();
  private HttpEndpoint endpoint;

  HttpEndpointTest() throws IOException {
    endpoint = HttpEndpoint.start(0, telemetry.registry(), trouble);
  }

  @BeforeEach
  void measureSomething() {
    StreamMeter meter = telemetry.meter();
    meter.scored(Role.PHYSICS, 4, 0.5);
    meter.scored(Role.PHYSICS, -4, 0.9);
    meter.filtered("two-muons");
    meter.deadLettered(Stage.DECODE, Reason.EMPTY);
    meter.candidate(Role.PHYSICS);
    meter.alert(Role.PHYSICS);
    meter.decodeNanos(900);
    meter.scoreNanos(2100);
    meter.eventToScoreMillis(12);
    meter.modelInService(new ModelIdentity("dimuon", "1", "aa", "bb", "plain"));
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void servesMetricsInTheTextFormat() throws Exception {
    HttpResponse<String> response = get("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(response.body())
        .contains("vigia_events_total{outcome=\"scored\",role=\"physics\",} 2.0")
        .contains("vigia_dead_letters_total{stage=\"decode\",reason=\"empty\",} 1.0")
        .contains("vigia_nll_nats_bucket{le=\"5.0\",} 2.0")
        .contains("vigia_model_info{name=\"dimuon\",")
        .contains("jvm_memory_bytes_used{area=\"heap\",}");
  }

  @Test
  void servesOpenMetricsWhereAsked() throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(uri("/metrics"))
                .header("Accept", "application/openmetrics-text; version=1.0.0"));
    assertThat(header(response, "Content-Type")).startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  @Test
  void isHealthyAndReadyUntilAReasonSpeaksAgainstIt() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(mapper.readTree(get("/ready").body()).get("status").textValue()).isEqualTo("ready");
    trouble.notReady = List.of("broker \"b\" does not answer");
    HttpResponse<String> ready = get("/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(header(ready, "Content-Type")).isEqualTo("application/json");
    assertThat(mapper.readTree(ready.body()).get("reasons").get(0).textValue())
        .isEqualTo("broker \"b\" does not answer");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    trouble.failures = List.of("score stopped for good");
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void refusesOtherPathsAndMethods() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metricsandmore").statusCode()).isEqualTo(404);
    HttpResponse<String> post =
        send(
            HttpRequest.newBuilder(uri("/metrics")).POST(HttpRequest.BodyPublishers.ofString("x")));
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(header(post, "Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpResponse<String> head =
        send(
            HttpRequest.newBuilder(uri("/health"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void saysThatItFailedWhereACollectorFails() throws Exception {
    telemetry.watch(
        ApplicationRole.DESK,
        () -> {
          throw new IllegalStateException("broken on purpose");
        });
    assertThat(get("/metrics").statusCode()).isEqualTo(500);
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void listensOnLoopbackAloneAndNoMoreWhenClosed() {
    assertThat(endpoint.address().getAddress().isLoopbackAddress()).isTrue();
    endpoint.close();
    assertThatThrownBy(() -> get("/health")).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortInUseIsSaidSo() {
    int port = endpoint.address().getPort();
    assertThatThrownBy(() -> HttpEndpoint.start(port, new CollectorRegistry(), trouble))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(":" + port)
        .hasMessageContaining("choose another port");
  }

  @Test
  void promtoolFindsNothingToSay(@TempDir Path directory) throws Exception {
    boolean present =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
    Assumptions.assumeTrue(
        present, "SKIPPED: no promtool on the PATH (Debian: apt-get install prometheus)");
    telemetry.watch(ApplicationRole.SCORE, KafkaExamples::all);
    String metrics = get("/metrics").body();
    assertThat(metrics).contains("vigia_kafka_producer_txn_commit_seconds_total{role=\"score\",");
    Path scraped = Files.writeString(directory.resolve("metrics.txt"), metrics);
    Path said = directory.resolve("said.txt");
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(scraped.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(said)).isEmpty();
    assertThat(promtool.exitValue()).isZero();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static final class Trouble implements StreamHealth {
    private volatile List<String> notReady = List.of();
    private volatile List<String> failures = List.of();

    @Override
    public List<String> notReady() {
      return notReady;
    }

    @Override
    public List<String> failures() {
      return failures;
    }
  }
}
