package io.vigia.web;

import com.sun.net.httpserver.Headers;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The registry in Prometheus' text format, or in OpenMetrics where the scraper asks for it. */
record MetricsPage(CollectorRegistry registry) implements Page {
  @Override
  public Answer answer(Headers request) throws IOException {
    String contentType = TextFormat.chooseContentType(request.getFirst("Accept"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      TextFormat.writeFormat(contentType, writer, registry.metricFamilySamples());
    }
    return new Answer(200, contentType, bytes.toByteArray());
  }
}
