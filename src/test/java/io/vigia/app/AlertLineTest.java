package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AlertLineTest {
  @Test
  void tellsTypeRateWithItsBandBurstAndSentence() throws IOException {
    String line =
        line(
            """
            {"id":"7","event_name":"star","trigger_time":"2026-11-24T08:00:00Z","alert_type":"update",
             "record_number":3,"alert_tense":"current","p_value":1e-6,"far":1e-4,"far_low":8e-5,
             "far_high":1.2e-4,"far_extrapolated":true,"expected_per_period":2.5,"period_unit":"night",
             "nll":31.5,"burst":{"size":12,"members":["7"],"key":{"visit":9}},"sentence":"mag is low",
             "features":{"x":1}}
            """);
    assertThat(line)
        .startsWith("2026-11-24T08:00:00Z  star")
        .contains("update 3", "p 1.0e-06")
        .contains("far 0.00010 Hz (8.0e-05 to 0.00012), 2.5 a night, extrapolated")
        .contains("burst of 12 {\"visit\":9}")
        .endsWith("mag is low")
        .doesNotContain("[current]");
  }

  @Test
  void aRetractionTellsItsReasonAlone() throws IOException {
    String line =
        line(
            "{\"id\":\"7\",\"trigger_time\":\"2026-11-24T08:00:00Z\",\"alert_type\":\"retraction\","
                + "\"record_number\":2,\"reason\":\"an aeroplane\",\"p_value\":1e-6}");
    assertThat(line).contains("retraction 2").endsWith("an aeroplane").doesNotContain("far");
  }

  private static String line(String json) throws IOException {
    return AlertLine.of(new ObjectMapper().readTree(json));
  }
}
