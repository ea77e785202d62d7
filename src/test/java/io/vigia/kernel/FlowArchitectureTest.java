package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowArchitectureTest {
  private static final String JSON =
      """
      {"kind":"maf","features":16,"transforms":5,"hidden":[64,64],"activation":"relu",\
      "log_scale_bound":5.0}""";

  @Test
  void itsJsonIsTheOneOfModelBundles() throws Exception {
    ObjectMapper json = new ObjectMapper();
    FlowArchitecture architecture = FlowArchitecture.maf(16, 5, List.of(64, 64));
    assertThat(json.writeValueAsString(architecture)).isEqualTo(JSON);
    assertThat(json.readValue(JSON, FlowArchitecture.class)).isEqualTo(architecture);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"features\":16 | \"features\":0 | architecture.features is 0; allowed: 1 to 4096",
        "\"features\":16, | '' | architecture.features is 0",
        "\"transforms\":5 | \"transforms\":65 | architecture.transforms is 65; allowed: 1 to 64",
        "\"hidden\":[64,64], | '' | architecture.hidden is missing",
        "[64,64] | [64,0] | architecture.hidden[1] is 0; allowed: 1 to 8192",
        "[64,64] | [64,null] | architecture.hidden[1] is 0",
        "[64,64] | [1,1,1,1,1,1,1,1,1] | architecture.hidden.length is 9",
        "relu | tanh | architecture.activation is 'tanh'; allowed: 'relu'",
        "maf | nsf | architecture.kind is 'nsf'; allowed: maf, nsf-ar, realnvp, nsf-c",
        "5.0 | 0 | architecture.log_scale_bound is 0.0",
        "5.0 | \"NaN\" | architecture.log_scale_bound is NaN",
        "5.0 | 61 | architecture.log_scale_bound is 61.0",
      })
  void aValueThatIsNotAllowedIsRefusedWithItsKey(String from, String to, String message) {
    String changed = JSON.replace(from, to);
    assertThat(changed).isNotEqualTo(JSON);
    assertThatThrownBy(() -> new ObjectMapper().readValue(changed, FlowArchitecture.class))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownKeyIsRefused() {
    String more = JSON.replace("{", "{\"depth\":3,");
    assertThatThrownBy(() -> new ObjectMapper().readValue(more, FlowArchitecture.class))
        .hasMessageContaining("depth");
  }

  @Test
  void aCallersMistakeIsToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowArchitecture.maf(-1, 5, List.of(64)))
        .withMessage("architecture.features is -1; allowed: 1 to 4096");
  }
}
