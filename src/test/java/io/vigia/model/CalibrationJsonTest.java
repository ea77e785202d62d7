package io.vigia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.ContextSupport;
import io.vigia.kernel.RowSchema;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationJsonTest {
  private static final RowSchema ROW = new RowSchema(List.of("x"), List.of("band", "airmass"));
  private static final String TABLES = "'tables':[[1,2,3,4]]";
  private static final String ONE_GROUP = "'groups':[{'name':'all','n':4,'table':0}]," + TABLES;
  private static final String BANDS =
      "'groups':[{'name':'band=1','table':0},{'name':'band=other','table':0}]," + TABLES;
  private static final String TAIL =
      "{'threshold':4,'exceedance':0.2,'excesses':50,'scale':2,'shape':0.1,"
          + "'anderson_darling':0.3,'goodness':0.6,'used':true}";

  @Test
  void aBundleWithoutTheNewKeysIsAsItWas() throws IOException {
    CalibrationGroups groups = groups(ONE_GROUP);
    assertThat(groups.of(0).tail()).isEmpty();
    assertThat(groups.of(0).pValue(1e9)).isEqualTo(1.0 / 5);
    assertThat(CalibrationJson.support(json(ONE_GROUP), ROW)).isEqualTo(ContextSupport.ANY);
  }

  @Test
  void aTailIsUsedAndARefusedOneIsNot() throws IOException {
    CalibrationGroups used = groups(ONE_GROUP + ",'table_tails':[" + TAIL + "]");
    assertThat(used.of(0).pValue(100)).isLessThan(1.0 / 5);
    CalibrationGroups refused =
        groups(ONE_GROUP + ",'table_tails':[" + TAIL.replace("0.6", "0.01") + "]");
    assertThat(refused.of(0).pValue(100)).isEqualTo(1.0 / 5);
    assertThat(refused.of(0).tail()).isPresent();
  }

  @Test
  void groupsByAnInputFindItInTheRow() throws IOException {
    CalibrationGroups groups =
        groups(BANDS + ",'masks':['all'],'by':[{'input':'band','values':[1]}]");
    assertThat(groups.grouping().group(0, new float[] {9, 1, 9}, 0)).isZero();
    assertThat(groups.grouping().group(0, new float[] {1, 2, 1}, 0)).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    refuses(
        ONE_GROUP + ",'table_tails':[" + TAIL.replace("'scale':2", "'scale':-2") + "]",
        "calibration.json: table_tails[0]: scale is -2.0; allowed: above 0");
    refuses(
        BANDS + ",'masks':['all'],'by':[{'input':'npv','values':[1]}]",
        "calibration.json: by has the input 'npv'; the inputs are [x, band, airmass]");
    refuses(
        ONE_GROUP + ",'masks':['all'],'by':[{'input':'band','values':[1]}]",
        "groups are named [all], by masks and by they are [band=1, band=other]");
    assertThatThrownBy(
            () -> CalibrationJson.support(json("'support':[{'column':'x','min':1,'max':2}]"), ROW))
        .hasMessage("calibration.json: support has the column 'x'; the context is [band, airmass]");
  }

  private static void refuses(String text, String problem) {
    assertThatThrownBy(() -> groups(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  private static CalibrationGroups groups(String text) throws IOException {
    return CalibrationJson.groups(json(text), ROW);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(("{" + text + "}").replace('\'', '"'));
  }
}
