/**
 * How well detectors rank labelled anomalies: the semi-supervised protocol of ADBench on one set
 * after the other, the same settings for all. Enters: labelled files. Leaves: AUROC, average
 * precision and training seconds for each model, beside published ones.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.bench.accuracy;
