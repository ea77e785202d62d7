package io.vigia.telemetry;

import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.vigia.alert.Review;

/** What the second level costs, and what became of the candidates that were to be looked at. */
final class ReviewMetrics {
  private static final double[] BATCH_ROWS = {1, 2, 4, 8, 16, 32, 64, 128, 256};
  private static final double[] BATCH_SECONDS = {
    .0001, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5
  };
  private static final double[] REVIEW_SECONDS = {
    .001, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60
  };

  private final Counter.Child[] reviews;
  private final Histogram batchRows;
  private final Histogram batch;
  private final Histogram latency;

  ReviewMetrics(MetricFamilies families) {
    Counter counter =
        families.counter(
            "vigia_reviews_total",
            "Second looks at candidates by outcome; late ones are counted by the desk.",
            "outcome");
    this.reviews =
        MetricFamilies.children(
            Review.Outcome.values(), outcome -> counter.labels(outcome.label()));
    this.batchRows =
        families.histogram(
            "vigia_review_batch_rows",
            "Candidates scored at once by the second level.",
            BATCH_ROWS);
    this.batch =
        families.histogram(
            "vigia_review_batch_seconds",
            "How long the second level takes for a batch.",
            BATCH_SECONDS);
    this.latency =
        families.histogram(
            "vigia_review_seconds",
            "From a candidate's arrival at the review application to its review.",
            REVIEW_SECONDS);
  }

  void reviewed(Review.Outcome outcome) {
    reviews[outcome.ordinal()].inc();
  }

  void batch(int rows, double seconds) {
    batchRows.observe(rows);
    batch.observe(seconds);
  }

  void latency(double seconds) {
    latency.observe(seconds);
  }
}
