package io.vigia.app.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledFileTest {
  private static final String ROWS = "a,b,label\n1,2,0\n3,4,1\n5,6,0\n7,8,0\n9,10,0\n11,12,0\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void theFirstHalfOfTheNormalRowsTrainsAndAllElseIsTest() throws IOException {
    LabelledSet set = LabelledFile.read(Files.writeString(folder.resolve("some.csv"), ROWS));
    assertThat(set.name()).isEqualTo("some");
    assertThat(set.columns()).containsExactly("a", "b");
    // Five normal rows: half of 5 rounds to the even 2, as the published protocol does.
    assertThat(set.train()).containsExactly(1, 2, 5, 6);
    assertThat(set.test()).containsExactly(3, 4, 7, 8, 9, 10, 11, 12);
    assertThat(set.anomaly()).containsExactly(true, false, false, false);
  }

  @Test
  void aGzippedFileIsTheSameSet() throws IOException {
    Path file = folder.resolve("some.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(ROWS.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(LabelledFile.in(List.of(folder))).containsExactly(file);
    assertThat(LabelledFile.read(file).train()).containsExactly(1, 2, 5, 6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b\\n1,2|the last column must be 'label'",
        "label\\n1|the last column must be 'label'",
        "a,label\\n1,0\\nx,0|row 2: a is 'x'; finite numbers are needed",
        "a,label\\nNaN,0|row 1: a is 'NaN'; finite numbers are needed",
        "a,b,label\\n1,0|row 1: label is ''; finite numbers are needed",
        "a,label\\n1,2|row 1: label is 2.0; 0 (normal) or 1 (anomaly) are allowed",
        "a,label\\n1,0\\n2,0\\n3,0\\n4,0|4 rows with label 0 and 0 with label 1; at least 4 and 1",
      })
  void whatIsNoLabelledSetIsRefusedWithItsPlace(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), text.replace("\\n", "\n"));
    assertThatThrownBy(() -> LabelledFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
