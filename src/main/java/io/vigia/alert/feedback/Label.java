package io.vigia.alert.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An expert's word on an event. */
public enum Label {
  /** More like it. */
  INTERESTING,
  /** Real, and of no interest. */
  BORING,
  /** Not real: the instrument, the reconstruction, the sky. */
  ARTEFACT,
  /** Takes its alert back; else as {@link #ARTEFACT}. */
  RETRACT,
  /** Takes back the expert's word before; an alert that was taken back stays so. */
  UNDO;

  /** As it stands in records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them as they stand in records. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Label::label).toList();
  }

  /** The one with this label. */
  public static Optional<Label> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
