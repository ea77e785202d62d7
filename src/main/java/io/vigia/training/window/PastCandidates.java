package io.vigia.training.window;

import io.vigia.training.gate.PastCandidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidates of the past, from records of the topic {@code candidates}: what could be lost or
 * gained. Of an event that comes twice the last counts.
 */
public final class PastCandidates {
  private final SampleFilter filter;
  private final Map<String, PastCandidate> byId = new LinkedHashMap<>();

  public PastCandidates(SampleFilter filter) {
    this.filter = filter;
  }

  /** Takes a record, where it is a physics candidate whose features are those of the schema. */
  public void add(byte[] record) {
    SampleRecord.parse(record)
        .filter(one -> one.role().equals("physics"))
        .filter(one -> one.schemaSha256().equals(filter.schemaSha256()))
        .ifPresent(
            one ->
                filter
                    .carriedRow(one)
                    .ifPresent(
                        row -> byId.put(one.id(), new PastCandidate(one.id(), row, one.pValue()))));
  }

  /** In the order in which they came first. */
  public List<PastCandidate> all() {
    return List.copyOf(byId.values());
  }
}
