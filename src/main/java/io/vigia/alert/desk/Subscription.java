package io.vigia.alert.desk;

import io.vigia.alert.selection.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which alerts. Without a budget of its own a subscription is a part of the desk's alerts;
 * with one it chooses among all candidates that no rule holds back.
 *
 * @param budget null: none of its own
 * @param periodField the field that names its budget's periods; null: time does
 * @param topic that its alerts go to
 * @param redact names of fields that its alerts do not show
 * @param maxShare of alerts that it may match unless it is forced
 */
public record Subscription(
    String name,
    Selection selection,
    @Nullable AllocationFactory budget,
    @Nullable String periodField,
    String topic,
    List<String> redact,
    double maxShare,
    boolean force) {
  public Subscription {
    redact = List.copyOf(redact);
  }
}
