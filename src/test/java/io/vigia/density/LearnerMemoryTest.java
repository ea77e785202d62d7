package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerMemoryTest {
  private static final long MIB = 1 << 20;

  /**
   * Parameters alone are 30 kB or more: kept from each step they would be 60 MB, the graph
   * gigabytes.
   */
  private static final long MOST = 32 * MIB;

  @ParameterizedTest
  @ValueSource(strings = {"maf,nsf-ar", "vae,vdm,cnf,dte-c"})
  void nativeMemoryIsFlatOverTwoThousandSteps(String names) throws Exception {
    Assumptions.assumeTrue(
        LearnerMemory.isReadable(), "SKIPPED: resident memory is read on Linux only");
    List<String> kinds = List.of(names.split(",", -1));
    Map<String, Long> growth = LearnerMemory.growth(kinds);
    assertThat(growth).containsOnlyKeys(kinds);
    assertThat(growth).allSatisfy((kind, bytes) -> assertThat(bytes).as(kind).isLessThan(MOST));
  }
}
