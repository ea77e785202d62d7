package io.vigia.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code {"reasons":[...],"status":"..."}}: 200 where no reason speaks against it, else 503.
 *
 * @param reasons asked at each request
 */
record HealthPage(Supplier<List<String>> reasons, String good, String bad) implements Page {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public Answer answer(Headers request) throws JsonProcessingException {
    List<String> against = reasons.get();
    Map<String, Object> body = new TreeMap<>();
    body.put("status", against.isEmpty() ? good : bad);
    body.put("reasons", against);
    return new Answer(
        against.isEmpty() ? 200 : 503, "application/json", MAPPER.writeValueAsBytes(body));
  }
}
