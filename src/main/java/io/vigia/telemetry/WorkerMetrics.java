package io.vigia.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.hotspot.DefaultExports;
import io.vigia.retrain.JobProgress.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What a process that trains measures: its training, its jobs, its JVM. */
public final class WorkerMetrics {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Gauge loss;
  private final Gauge validationLoss;
  private final Gauge stepsPerSecond;
  private final Counter steps;
  private final Gauge running;
  private final Gauge device;
  private final Counter lostLocks;
  private final Map<State, Counter.Child> ends = new EnumMap<>(State.class);

  public WorkerMetrics() {
    MetricFamilies families = new MetricFamilies(registry);
    this.loss =
        families.gauge("vigia_training_loss", "Loss of the training rows at the last look, nats.");
    this.validationLoss =
        families.gauge(
            "vigia_training_validation_loss", "Loss of the held-out rows at the last look, nats.");
    this.stepsPerSecond =
        families.gauge(
            "vigia_training_steps_per_second", "Optimiser steps a second up to the last look.");
    this.steps = families.counter("vigia_training_steps_total", "Optimiser steps done.");
    this.running = families.gauge("vigia_training_running", "1 while a job is worked on, else 0.");
    this.device =
        families.gauge(
            "vigia_training_device_info", "Where it trains; always 1.", "device", "name");
    this.lostLocks =
        families.counter(
            "vigia_training_lost_locks_total", "Jobs that the broker may have given to another.");
    Counter jobs =
        families.counter("vigia_training_jobs_total", "Attempts at jobs by how they ended.", "end");
    Arrays.stream(State.values())
        .filter(state -> state.isEnd() || state == State.RELEASED || state == State.STOPPED)
        .forEach(state -> ends.put(state, jobs.labels(label(state))));
    DefaultExports.register(registry);
  }

  private static String label(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** What an HTTP endpoint serves. */
  public CollectorRegistry registry() {
    return registry;
  }

  /**
   * Names the device, and watches its memory where the engine tells of it.
   *
   * @param label such as {@code cpu} or {@code gpu:0}
   * @param name such as the card's; empty where it is not known
   * @param usedBytes of the card's memory, by all processes; empty where nobody tells
   */
  public void device(String label, String name, Supplier<OptionalLong> usedBytes) {
    device.labels(label, name).set(1);
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            OptionalLong used = usedBytes.get();
            return used.isEmpty()
                ? List.of()
                : List.of(
                    new GaugeMetricFamily(
                        "vigia_training_device_memory_used_bytes",
                        "Memory in use on the card.",
                        used.getAsLong()));
          }
        });
  }

  /** A job is worked on from now on. */
  public void started() {
    running.set(1);
  }

  /**
   * A look at a training.
   *
   * @param newSteps since the last one
   * @param trainLoss nats
   * @param heldOut nats; NaN where nothing is held out
   * @param rate steps a second; NaN where it is not known yet
   */
  public void looked(int newSteps, double trainLoss, double heldOut, double rate) {
    steps.inc(newSteps);
    set(loss, trainLoss);
    set(validationLoss, heldOut);
    set(stepsPerSecond, rate);
  }

  private static void set(Gauge gauge, double value) {
    if (Double.isFinite(value)) {
      gauge.set(value);
    }
  }

  /** The broker did not renew the lock of the job in hand. */
  public void lostLock() {
    lostLocks.inc();
  }

  /** The attempt ended so. */
  public void ended(State state) {
    running.set(0);
    stepsPerSecond.set(0);
    Counter.Child end = ends.get(state);
    if (end != null) {
      end.inc();
    }
  }
}
