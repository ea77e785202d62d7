package io.vigia.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code {"reasons":[...],"status":"...","warnings":[...]}}: 200 where no reason speaks against it,
 * else 503.
 *
 * @param reasons asked at each request
 * @param warnings likewise; they change no status
 */
record HealthPage(
    Supplier<List<String>> reasons, Supplier<List<String>> warnings, String good, String bad)
    implements Page {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public Answer answer(Headers request) throws JsonProcessingException {
    List<String> against = reasons.get();
    Map<String, Object> body = new TreeMap<>();
    body.put("status", against.isEmpty() ? good : bad);
    body.put("reasons", against);
    body.put("warnings", warnings.get());
    return new Answer(
        against.isEmpty() ? 200 : 503, "application/json", MAPPER.writeValueAsBytes(body));
  }
}
