package io.vigia.app;

import io.vigia.event.BadEventException;
import io.vigia.event.EventFile;
import io.vigia.event.EventLayout;
import io.vigia.event.Role;
import io.vigia.feature.EventReader;
import io.vigia.model.Provenance;
import io.vigia.topology.RowGroup;
import io.vigia.topology.RowLabel;
import io.vigia.topology.TopologySpec;
import io.vigia.topology.TrainingSpec;
import io.vigia.training.RowLayout;
import io.vigia.training.TrainingSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a topology takes from files for a training: events of role physics that pass every
 * cut, by the very reader of the stream, each with the group that it must not be split from.
 */
final class TrainingRows {
  private final TopologySpec spec;
  private final EventReader reader;
  private final @Nullable RowGroup groupBy;
  private final int inputs;
  private final @Nullable RowLabel label;
  private final List<String> groups = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Provenance.Data> data = new ArrayList<>();
  private final Map<String, Long> leftOut = new TreeMap<>();
  private float[] values = new float[1 << 16];

  TrainingRows(TopologySpec spec) {
    this(spec, spec.training().label(), RowGroup.of(spec));
  }

  private TrainingRows(
      TopologySpec spec, TrainingSpec.@Nullable Label declared, @Nullable RowGroup groupBy) {
    this.spec = spec;
    this.inputs = spec.features().inputs();
    EventLayout layout = RowLabel.layout(spec.source().layout(), declared);
    this.label = declared == null ? null : RowLabel.of(declared, layout);
    this.reader = EventReader.of(layout, spec.roles(), spec.features(), spec.carry());
    this.groupBy = groupBy;
  }

  /** Rows as the stream has them: without what a training asks for besides, class and group. */
  static TrainingRows asStreamed(TopologySpec spec) {
    return new TrainingRows(spec, null, null);
  }

  /**
   * Takes the rows of one file.
   *
   * @throws IllegalArgumentException for a file that was taken already, whatever its name: rows
   *     that come twice are not independent
   */
  void read(Path file) throws IOException {
    long before = groups.size();
    try (EventFile events = EventFile.open(file);
        Progress progress =
            Progress.of("read " + file.getFileName(), events.size(), "MB", 1 << 20)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        take(event);
        if ((events.number() & 1023) == 0) {
          progress.to(events.position());
        }
      }
    }
    String sha256 = sha256(file);
    requireNew(file, sha256);
    data.add(
        new Provenance.Data(String.valueOf(file.getFileName()), sha256, groups.size() - before));
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  private void requireNew(Path file, String sha256) {
    for (Provenance.Data taken : data) {
      if (taken.sha256().equals(sha256)) {
        throw new IllegalArgumentException(
            "--data has "
                + file
                + " twice (the first as "
                + taken.file()
                + "): the same rows again are no new background; give each file once");
      }
    }
  }

  private void take(byte[] event) {
    try {
      String cut = reader.read(event);
      if (cut != null) {
        leaveOut("filtered by " + cut);
      } else if (reader.role() != Role.PHYSICS) {
        leaveOut("role " + reader.role().label());
      } else {
        add(event);
      }
    } catch (BadEventException e) {
      leaveOut("not readable: " + e.stage().label() + ", " + e.reason().label());
    }
  }

  private void leaveOut(String why) {
    leftOut.merge(why, 1L, Long::sum);
  }

  private String group(byte[] event) throws BadEventException {
    if (groupBy == null) {
      return reader.event().key();
    }
    String group = groupBy.of(event);
    if (group == null) {
      throw new BadEventException(
          io.vigia.event.Stage.FEATURE,
          io.vigia.event.Reason.MISSING_FIELD,
          "training.group-by " + groupBy + " is absent");
    }
    return group;
  }

  private void add(byte[] event) throws BadEventException {
    String group = group(event);
    if (label != null) {
      String name = label.of(event, reader.event());
      if (name == null) {
        leaveOut("without a value of training.label");
        return;
      }
      labels.add(name);
    }
    int start = groups.size() * inputs;
    if (start + inputs > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, start + inputs));
    }
    System.arraycopy(reader.vector(), 0, values, start, inputs);
    groups.add(group);
  }

  /** Events that are no training rows, by reason. */
  Map<String, Long> leftOut() {
    return leftOut;
  }

  /** How many numbers a row has. */
  int inputs() {
    return inputs;
  }

  /** How many rows there are. */
  int size() {
    return groups.size();
  }

  /** {@code count} rows from the {@code first} on, one after the other. */
  float[] rows(int first, int count) {
    return Arrays.copyOfRange(values, first * inputs, (first + count) * inputs);
  }

  List<Provenance.Data> data() {
    return data;
  }

  /**
   * The rows, found fit to train on.
   *
   * @throws io.vigia.training.UnfitDataException saying why they are not
   */
  TrainingSet toTrainingSet() {
    return TrainingSet.of(
        RowLayout.of(spec.features()),
        Arrays.copyOf(values, groups.size() * inputs),
        groups,
        labels);
  }
}
