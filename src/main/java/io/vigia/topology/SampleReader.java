package io.vigia.topology;

import io.vigia.alert.SampleDetails;
import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventDecoder;
import io.vigia.event.EventLayout;
import io.vigia.topology.TopologySpec.SampleContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events that are sampled say beside their rows. What only they are asked for is read here
 * a second time from the payload, so that the others do not pay for it. Owned by one thread.
 */
final class SampleReader {
  private final boolean keepsPacket;
  private final @Nullable RowGroup group;
  private final @Nullable RowLabel label;
  private final @Nullable EventDecoder decoder;
  private final DecodedEvent decoded;

  private SampleReader(TopologySpec spec, TrainingSpec.@Nullable Label declared) {
    EventLayout stream = spec.source().layout();
    List<EventLayout.Field> fields = declared == null ? List.of() : declared.fields();
    EventLayout layout =
        new EventLayout(
            stream.eventId(), stream.objectId(), stream.time(), fields, stream.maxBytes());
    this.keepsPacket = spec.samples().content() == SampleContent.SOURCE;
    this.group = RowGroup.of(spec);
    this.label = declared == null ? null : RowLabel.of(declared, layout);
    this.decoder = fields.isEmpty() ? null : EventDecoder.of(layout);
    this.decoded = new DecodedEvent(fields.size());
  }

  static SampleReader of(TopologySpec spec) {
    return new SampleReader(spec, spec.training().label());
  }

  /**
   * @param payload of an event that was scored
   * @param exposure that has read it
   */
  SampleDetails read(byte[] payload, ExposureReader exposure) {
    return new SampleDetails(
        exposure.segment(),
        exposure.isGood(),
        group == null ? null : group.of(payload),
        label(payload),
        keepsPacket ? payload : null);
  }

  private @Nullable String label(byte[] payload) {
    if (label == null) {
      return null;
    }
    try {
      if (decoder != null) {
        decoder.decode(payload, decoded);
      }
      return label.of(payload, decoded);
    } catch (BadEventException e) {
      return null; // a field that only the label reads is of a wrong type: an event without a class
    }
  }
}
