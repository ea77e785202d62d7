package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KernelSelectionTest {
  private static final FlowArchitecture SMALL = FlowArchitecture.maf(3, 2, List.of(8));

  @Test
  void autoIsSimdWhereTheModuleIs() {
    assertThat(Kernel.select(null, null)).isEqualTo(Kernel.SIMD);
    assertThat(Kernel.select("auto", "plain")).isEqualTo(Kernel.SIMD);
  }

  @Test
  void thePropertyWinsOverTheVariable() {
    assertThat(Kernel.select("plain", "simd")).isEqualTo(Kernel.PLAIN);
    assertThat(Kernel.select(null, "plain")).isEqualTo(Kernel.PLAIN);
    assertThat(Kernel.select("SIMD", "plain")).isEqualTo(Kernel.SIMD);
  }

  @Test
  void anythingElseIsRefusedWithItsKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernel.select("avx", null))
        .withMessage("vigia.kernel is 'avx'; allowed: simd, plain, auto");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernel.select(null, ""))
        .withMessageStartingWith("VIGIA_KERNEL is ''");
  }

  @Test
  void theNameTellsTheKernel() {
    FlowWeights weights = RandomFlow.weights(SMALL, 1);
    assertThat(CompiledFlow.of(weights, Kernel.PLAIN).name()).isEqualTo("maf-plain");
    assertThat(CompiledFlow.of(weights, Kernel.SIMD).name()).matches("maf-simd-(64|128|256|512)");
  }

  /** What another JVM, started with other flags, prints: a line for each kind of flow. */
  public static void main(String[] args) {
    for (String kind : FlowArchitecture.KINDS) {
      FlowArchitecture architecture =
          RandomFlow.architecture(kind, 17, 2, 3, List.of(40, 40), true, true);
      FlowWeights weights = RandomFlow.weights(architecture, 21);
      CompiledFlow flow = CompiledFlow.of(weights);
      int events = 301;
      double[] scores = new double[events];
      flow.newLogDensity().logDensities(RandomFlow.vectors(weights, events, 2, 22), events, scores);
      long bits = 0;
      for (double score : scores) {
        bits = 31 * bits + Double.doubleToLongBits(score);
      }
      System.out.println("kernel " + flow.name() + " bits " + bits);
    }
  }

  @Test
  void otherJvmsScoreTheSameBits() throws Exception {
    String simd = anotherJvm("--add-modules", "jdk.incubator.vector");
    String narrow = anotherJvm("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=16");
    String plain = anotherJvm();
    for (String kind : FlowArchitecture.KINDS) {
      String bits = bits(simd, kind + "-simd-(64|128|256|512)");
      assertThat(bits(narrow, kind + "-simd-128")).as("%s, narrower vectors", kind).isEqualTo(bits);
      assertThat(bits(plain, kind + "-plain")).as("%s, without the module", kind).isEqualTo(bits);
    }
  }

  @Test
  void simdOnAJvmWithoutTheModuleIsRefusedWithWhatToDo() throws Exception {
    assertThat(anotherJvm("-Dvigia.kernel=simd")).contains("--add-modules jdk.incubator.vector");
  }

  private static String bits(String output, String kernel) {
    Matcher line = Pattern.compile("kernel " + kernel + " bits (?<bits>-?\\d+)").matcher(output);
    assertThat(line.find()).as("%s in %s", kernel, output).isTrue();
    return line.group("bits");
  }

  private static String anotherJvm(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KernelSelectionTest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
