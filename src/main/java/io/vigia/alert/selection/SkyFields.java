package io.vigia.alert.selection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.sky.SkyPosition;
import org.jspecify.annotations.Nullable;

/**
 * Where a record says where on the sky its event is: names of numbers in degrees, see {@link
 * RecordFields}.
 */
public record SkyFields(String ra, String dec) {
  /** The position, or null where the record has none. */
  public @Nullable SkyPosition position(ObjectNode record) {
    JsonNode ra = RecordFields.value(record, this.ra);
    JsonNode dec = RecordFields.value(record, this.dec);
    if (ra == null || dec == null || !ra.isNumber() || !dec.isNumber()) {
      return null;
    }
    boolean isOne = Double.isFinite(ra.doubleValue()) && Math.abs(dec.doubleValue()) <= 90;
    return isOne ? SkyPosition.of(ra.doubleValue(), dec.doubleValue()) : null;
  }
}
