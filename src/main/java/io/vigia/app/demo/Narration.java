package io.vigia.app.demo;

import io.vigia.calibration.FalseAlarms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's words while it runs: for someone who has never seen Vigía, in 79 columns. */
final class Narration {
  private Narration() {}

  /** What will be seen, before anything is. */
  static List<String> introduction(DemoSettings settings, ModelFacts model) {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "vigia demo, %s: Ctrl-C ends it sooner, --duration 10m makes it longer.",
            TimeSpan.text(settings.duration())));
    lines.add("");
    lines.addAll(Paragraph.of("STREAM", stream(settings)));
    lines.addAll(
        Paragraph.of(
            "MODEL",
            text(
                "%s has learned from %,d ordinary events what is common and what is rare. It was"
                    + " never shown an anomaly, and scoring cannot see which events were put in.",
                model.label(), model.trainingRows())));
    lines.addAll(
        Paragraph.of(
            "ALERT",
            text(
                "An event whose p-value is %s or less: of %,d ordinary events kept from training"
                    + " only %,d were as rare. So ordinary events alert too, but at a rate known"
                    + " beforehand: here about %.0f false alarms a minute.",
                plain(model.threshold()),
                model.calibration().size(),
                model.falseAlarms(1).rank(),
                model.alertProbability() * settings.rate() * 60)));
    lines.addAll(
        Paragraph.of(
            "COUNTED",
            "By a plain subscriber of the topics: whether each record has its score or its dead"
                + " letter; the anomalies caught; the false alarms, against those expected."));
    lines.add("");
    return lines;
  }

  private static String stream(DemoSettings settings) {
    String anomalies =
        settings.anomalies() == 0
            ? "No anomalies are put in."
            : text(
                "About 1 in %,.0f is an anomaly that was put in: a \"dark photon\", two hard muons"
                    + " close together.",
                1 / settings.anomalies());
    return text(
        "A simulated trigger sends %,.0f events a second to a real Kafka broker: two muons each,"
            + " from J/psi, upsilons, Z and what lies below them. %s And 1 record in %,d is"
            + " broken.",
        settings.rate(), anomalies, BrokenRecord.ONE_IN);
  }

  /** Where a second terminal can look, and the head of the alerts. */
  static List<String> running(double seconds, String bootstrap, String alerts, String metrics) {
    return List.of(
        text("Running after %.0f s. Meanwhile, in another terminal:", seconds),
        "  ./vigia alerts topology/dimuon.yaml --follow \\",
        "      -K bootstrap.servers=" + bootstrap,
        "  kcat -C -b " + bootstrap + " -t " + alerts + "      (as any subscriber)",
        "  curl http://" + metrics + "/metrics",
        "",
        "Alerts: FAR, so often ordinary events alone give one this rare; pt, momentum",
        "across the beam; eta, direction along it; how far the muons are apart and the",
        "mass of the pair; truth, what the simulation put in and scoring never sees.",
        "",
        "   time  p-value    FAR   pt 1  eta 1   pt 2  eta 2  apart   mass  truth",
        "                     Hz    GeV           GeV           rad    GeV");
  }

  /** What to do after it. */
  static List<String> next() {
    return List.of(
        "",
        "NEXT      ./vigia check topology/dimuon.yaml   what ran: topics, cuts, features",
        "          ./vigia demo --duration 10m          time to look at it from outside",
        "          Your own stream: write a topology file like this one, then",
        "          ./vigia train mine.yaml --data events.csv --out models/mine/1",
        "          ./vigia run mine.yaml");
  }

  /** One line, under the head that {@link #running} ends with. */
  static String alert(Notice.Alert alert) {
    MuonAlert m = alert.alert();
    return text(
        "%7s  %7.1e  %5s  %5.1f  %5.2f  %5.1f  %5.2f  %5.2f  %5.1f  %s",
        clock(alert.seconds()),
        m.pValue(),
        far(m.farHz()),
        m.pt1(),
        m.eta1(),
        m.pt2(),
        m.eta2(),
        m.distance(),
        m.mass(),
        alert.injected() ? "ANOMALY" : "ordinary");
  }

  /** The first dead letter of a kind, whole. */
  static List<String> deadLetter(Notice.FirstDeadLetter letter) {
    return Paragraph.of(
        text("%7s", clock(letter.seconds())),
        text("dead letter, %s: %s", letter.reason(), letter.detail()));
  }

  private static String far(double hertz) {
    return Double.isNaN(hertz) ? "?" : text("%.3f", hertz);
  }

  /** How things stand. */
  static String status(Counts counts, FalseAlarms falseAlarms) {
    return text(
        "%5s  %,d scored, %,.0f/s, %s; caught %d/%d, false %d (%.1f exp.)",
        clock(counts.seconds()),
        counts.scored(),
        counts.perSecond(),
        latency(counts),
        counts.caught(),
        counts.injected(),
        counts.falseAlarms(),
        falseAlarms.expected());
  }

  private static String latency(Counts counts) {
    return counts.p99Millis() == 0 ? "warming up" : "p99 " + counts.p99Millis() + " ms";
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String clock(double seconds) {
    return text("%d:%02d", (long) seconds / 60, (long) seconds % 60);
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
