package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.topology.TopologyFile;
import io.vigia.training.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRowsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void aRowHasFeaturesContextAndClassAndOneWithoutAClassIsLeftOut() throws IOException {
    TrainingRows rows = rows("context: [{name: w}]\ntraining: {label: kind * 2, group-by: z}");
    TrainingSet set = rows.toTrainingSet();
    assertThat(set.size()).isEqualTo(1199);
    assertThat(set.schema().features()).containsExactly("x", "y");
    assertThat(set.schema().context()).containsExactly("w", "x.sigma");
    assertThat(set.classes()).containsExactly("0", "3", "6");
    assertThat(rows.leftOut()).containsExactly(Map.entry("without a value of training.label", 1L));
  }

  @Test
  void aPointerTakesTheTextOfAClass() throws IOException {
    TrainingRows rows = rows("training: {label: /name}");
    assertThat(rows.toTrainingSet().classes()).containsExactly("electron", "muon");
  }

  @Test
  void theSameFileTwiceIsRefusedWhateverItsName() throws IOException {
    TrainingRows rows = rows("");
    Path copy = Files.copy(folder.resolve("rows.csv"), folder.resolve("copy.csv"));
    assertThatThrownBy(() -> rows.read(copy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--data has " + copy + " twice (the first as rows.csv)");
  }

  private TrainingRows rows(String more) throws IOException {
    Path topology =
        Files.writeString(
            folder.resolve("rows.yaml"),
            """
            version: 1
            name: rows
            source: {topic: rows.events, event-id: [/_row]}
            features: [{name: x, sigma: dx}, {name: y}]
            """
                + more);
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("x,y,w,z,dx,kind,name\n");
    for (int i = 0; i < 1200; i++) {
      for (int j = 0; j < 4; j++) {
        csv.append(random.nextGaussian()).append(',');
      }
      csv.append(0.5 + random.nextDouble()).append(',');
      csv.append(i == 7 ? "" : 1.5 * (i % 3)).append(i % 2 == 0 ? ",muon" : ",electron");
      csv.append('\n');
    }
    Path data = Files.writeString(folder.resolve("rows.csv"), csv);
    TrainingRows rows = new TrainingRows(TopologyFile.read(topology));
    rows.read(data);
    return rows;
  }
}
