package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.BadEventException;
import io.vigia.event.EventLayout;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Blocks of features: which columns they are, and what their rows hold of an event. */
class BlockColumnsTest {
  private static final FeatureBlock.Pixels IMAGE =
      new FeatureBlock.Pixels("stamp", "/cut/out", 2, 2);
  private static final FeatureBlock.Members SET =
      new FeatureBlock.Members("hits", "/hits", List.of("x", "log_q"), 3, 1);
  private static final List<BlockColumns.Number> NUMBERS =
      List.of(
          new BlockColumns.Number("x", "x", "cm"), new BlockColumns.Number("log_q", "log(q)", ""));

  @Test
  void pixelsAreNamedByChannelRowAndColumn() {
    assertThat(names(BlockColumns.of(IMAGE, "stamp", "")))
        .containsExactly(
            "stamp_0_0_0",
            "stamp_0_0_1",
            "stamp_0_1_0",
            "stamp_0_1_1",
            "stamp_1_0_0",
            "stamp_1_0_1",
            "stamp_1_1_0",
            "stamp_1_1_1");
    assertThat(names(BlockColumns.of(new FeatureBlock.Pixels("p", "/p", 1, 2), "p", "")))
        .containsExactly("p_0_0", "p_0_1", "p_1_0", "p_1_1");
  }

  @Test
  void aFormulaIsThatOfEachPixelBesideFieldsOfTheEvent() throws BadEventException {
    BlockColumns columns = BlockColumns.of(IMAGE, "(stamp - 1e1) / noise", "sigma");
    List<EventLayout.Field> fields = new ArrayList<>(columns.fields());
    fields.add(new EventLayout.Field("noise", "/noise", null));
    EventReader reader = reader(schema(columns, fields));
    assertThat(reader.read(json("{'id':1,'noise':2,'cut':{'out':[10,12,14,16,18,20,22,24]}}")))
        .isNull();
    assertThat(reader.vector()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aRowOfASetHasItsMembersThenWhichAreThere() throws BadEventException {
    BlockColumns columns = BlockColumns.of(SET, NUMBERS);
    assertThat(names(columns))
        .containsExactly(
            "hits_0_x",
            "hits_0_log_q",
            "hits_1_x",
            "hits_1_log_q",
            "hits_2_x",
            "hits_2_log_q",
            "hits_0_there",
            "hits_1_there",
            "hits_2_there");
    EventReader reader = reader(schema(columns, columns.fields()));
    reader.read(json("{'id':1,'hits':[{'q':1,'x':7},{'x':8,'q':100,'other':[1]}]}"));
    assertThat(reader.vector()[3]).isCloseTo((float) Math.log(100), within(1e-6f));
    reader.vector()[3] = 0;
    assertThat(reader.vector()).containsExactly(7, 0, 8, 0, 0, 0, 1, 1, 0);
    reader.read(json("{'id':1,'hits':[]}"));
    assertThat(reader.vector()).containsOnly(0);
  }

  @Test
  void aListOfAnotherLengthIsADeadLetterThatSaysSo() {
    BlockColumns image = BlockColumns.of(IMAGE, "stamp", "");
    refused(
        image,
        "{'id':1,'cut':{'out':[1,2,3,4,5,6,7]}}",
        Reason.WRONG_TYPE,
        "feature stamp: the list at /cut/out has 7 pixels; 2 x 2 x 2 = 8 are needed");
    refused(
        image,
        "{'id':1,'cut':{'out':[1,2,3,4,5,6,7,8,null]}}",
        Reason.WRONG_TYPE,
        "feature stamp: the list at /cut/out has 9 pixels; 2 x 2 x 2 = 8 are needed");
    String hit = "{'x':1,'q':1}";
    refused(
        BlockColumns.of(SET, NUMBERS),
        "{'id':1,'hits':[" + String.join(",", hit, hit, hit, hit) + "]}",
        Reason.WRONG_TYPE,
        "feature hits: the list at /hits has 4 members; at most 3 are allowed");
  }

  @Test
  void aListThatIsNotThereIsNoEmptySet() {
    for (String event : List.of("{'id':1}", "{'id':1,'hits':null}", "{'id':1,'hits':{}}")) {
      refused(
          BlockColumns.of(SET, NUMBERS),
          event,
          Reason.MISSING_FIELD,
          "feature hits needs a list at /hits, but none is there");
    }
  }

  @Test
  void aMemberWithoutANumberIsADeadLetter() {
    refused(
        BlockColumns.of(SET, NUMBERS),
        "{'id':1,'hits':[{'x':1,'q':1},{'x':1}]}",
        Reason.MISSING_FIELD,
        "feature hits_1_log_q (hits__count > 1 ? (log(hits__1__q)) : 0) needs hits__1__q, but"
            + " /hits/1/q is absent, null, not finite");
    refused(
        BlockColumns.of(IMAGE, "stamp", ""),
        "{'id':1,'cut':{'out':[1,2,3,NaN,5,6,7,8]}}",
        Reason.MISSING_FIELD,
        "feature stamp_0_1_1 (stamp__3) needs stamp__3, but /cut/out/3 is absent, null, not finite");
  }

  @Test
  void aSchemaKeepsItsBlockAndItsHashKnowsIt() throws IOException {
    FeatureSchema image = schema(BlockColumns.of(IMAGE, "stamp", ""));
    FeatureSchema set = schema(BlockColumns.of(SET, NUMBERS));
    for (FeatureSchema schema : List.of(image, set)) {
      String text = schema.toJson().toString();
      FeatureSchema read = FeatureSchema.fromJson(new ObjectMapper().readTree(text));
      assertThat(read).isEqualTo(schema);
      assertThat(read.sha256()).isEqualTo(schema.sha256());
    }
    FeatureBlock.Members far = new FeatureBlock.Members("hits", "/hits", SET.numbers(), 3, 0);
    assertThat(schema(BlockColumns.of(far, NUMBERS)).sha256()).isNotEqualTo(set.sha256());
  }

  @Test
  void jsonThatIsNoBlockIsRefused() {
    ObjectNode json = schema(BlockColumns.of(IMAGE, "stamp", "")).toJson();
    ((ObjectNode) json.get("block")).put("side", 3);
    assertThatThrownBy(() -> FeatureSchema.fromJson(json))
        .hasMessage("block stamp has 18 columns; there are 8 features");
    ((ObjectNode) json.get("block")).put("side", "2");
    assertThatThrownBy(() -> FeatureSchema.fromJson(json))
        .hasMessage("schema.block.side is \"2\"; an integer is needed");
    ((ObjectNode) json.get("block")).put("kind", "cube");
    assertThatThrownBy(() -> FeatureSchema.fromJson(json))
        .hasMessage("schema.block.kind is cube; pixels, set are allowed");
  }

  @Test
  void sizesThatNoRowCanHaveAreRefused() {
    assertThatThrownBy(() -> new FeatureBlock.Pixels("p", "/p", 2, 100))
        .hasMessageContaining("channels 2, side 100; allowed: from 1, at most 16384 columns");
    assertThatThrownBy(() -> new FeatureBlock.Members("p", "/p", List.of("x"), 0, 0))
        .hasMessageContaining("most 0; allowed: from 1");
    assertThatThrownBy(() -> new FeatureBlock.Members("p", "/p", List.of("x"), 5, 2))
        .hasMessageContaining("near 2");
  }

  private static void refused(BlockColumns columns, String event, Reason reason, String detail) {
    EventReader reader = reader(schema(columns));
    BadEventException refused =
        catchThrowableOfType(BadEventException.class, () -> reader.read(json(event)));
    assertThat(refused).as(event).isNotNull();
    assertThat(refused.stage()).isEqualTo(Stage.FEATURE);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.detail()).isEqualTo(detail);
  }

  private static FeatureSchema schema(BlockColumns columns) {
    return schema(columns, columns.fields());
  }

  private static FeatureSchema schema(BlockColumns columns, List<EventLayout.Field> fields) {
    return new FeatureSchema(
        fields, Map.of(), columns.features(), List.of(), List.of(), columns.block());
  }

  private static EventReader reader(FeatureSchema schema) {
    EventLayout layout = new EventLayout(List.of("/id"), List.of(), null, schema.fields(), 1 << 16);
    return EventReader.of(layout, Map.of(), schema, List.of());
  }

  private static List<String> names(BlockColumns columns) {
    return columns.features().stream().map(Feature::name).toList();
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
