package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigia.alert.CandidateRow;
import io.vigia.alert.desk.Desk;
import io.vigia.alert.desk.OtherModel;
import io.vigia.scoring.ModelSupply;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk's part in a swap: open alerts are looked at again, once, by the bundle that came into
 * service. A tally tells which one did; activations only go up, so that a partition that is late
 * starts nothing.
 */
final class DeskModels {
  private static final Logger LOG = LoggerFactory.getLogger(DeskModels.class);
  private static final String KEY = "model";
  private static final String ACTIVATION = "activation";

  private final StoredJson store;
  private final ModelSupply models;
  private final TopologySpec spec;
  private final Desk desk;
  private long lookedBy;

  DeskModels(StoredJson store, ModelSupply models, TopologySpec spec, Desk desk) {
    this.store = store;
    this.models = models;
    this.spec = spec;
    this.desk = desk;
    JsonNode stored = store.get(KEY);
    this.lookedBy = stored == null ? 0 : stored.path(ACTIVATION).asLong();
  }

  /** Takes a tally; one of a bundle that is not at hand yet starts nothing, a later one will. */
  void tally(JsonNode tally) {
    long activation = tally.path(ACTIVATION).asLong();
    if (activation > lookedBy) {
      models
          .model(tally.path("model").asText())
          .ifPresent(model -> look(activation, new Rescored(model)));
    }
  }

  private void look(long activation, OtherModel model) {
    int takenBack = desk.reconsider(model, spec.alerts().preCut());
    if (takenBack > 0) {
      LOG.info("{} alerts taken back: {} does not find them rare", takenBack, model.label());
    }
    lookedBy = activation;
    store.put(KEY, JsonNodeFactory.instance.objectNode().put(ACTIVATION, activation));
  }

  /** A bundle, over what candidates hold. */
  private static final class Rescored implements OtherModel {
    private final ScoringModel model;
    private final Scorer scorer;

    Rescored(ScoringModel model) {
      this.model = model;
      this.scorer = model.newScorer();
    }

    @Override
    public String label() {
      return model.identity().name() + "/" + model.identity().version();
    }

    @Override
    public String sha256() {
      return model.identity().sha256();
    }

    @Override
    public double pValue(JsonNode scored) {
      float[] row = CandidateRow.of(scored, model.bundle().schema());
      Score score = row == null ? null : scorer.score(row);
      return score == null ? Double.NaN : score.pValue();
    }
  }
}
