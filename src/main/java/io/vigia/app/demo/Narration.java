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
    return List.of(
        text(
            "vigia demo, %s: Ctrl-C ends it sooner, --duration 10m makes it longer.",
            TimeSpan.text(settings.duration())),
        "",
        text(
            "STREAM    A simulated trigger sends %,.0f events a second to a real Kafka broker:",
            settings.rate()),
        "          two muons each, from J/psi, upsilons, Z and what lies below them.",
        anomalies(settings.anomalies()),
        text("          muons close together. 1 record in %,d is broken.", BrokenRecord.ONE_IN),
        text(
            "MODEL     %s has learned from %,d ordinary events which ones are common and",
            model.label(), model.trainingRows()),
        "          which are rare. It was never shown an anomaly, and scoring cannot see",
        "          which ones were put in.",
        text(
            "ALERT     An event whose p-value is %s or less: of %,d ordinary events",
            plain(model.threshold()), model.calibration().size()),
        text(
            "          kept from training only %,d were as rare. Ordinary events alert too, at",
            model.falseAlarms(1).rank()),
        text(
            "          a rate known beforehand: here about %.0f false alarms a minute.",
            model.alertProbability() * settings.rate() * 60),
        "COUNTED   By a plain subscriber of the topics: every record must have a score or a",
        "          dead letter; anomalies caught; false alarms against those expected.",
        "");
  }

  private static String anomalies(double share) {
    return share == 0
        ? "          No anomaly is put in, such as a \"dark photon\": two hard"
        : text(
            "          About 1 event in %,.0f is an anomaly, put in: a \"dark photon\", two hard",
            1 / share);
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
        "Alerts: pt is momentum across the beam, eta the direction along it; apart and",
        "mass are of the pair; FAR: so often ordinary events alone give one this rare.",
        "",
        "   time  p-value    FAR   pt 1  eta 1   pt 2  eta 2  apart   mass  of an",
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
    return wrapped(
        text("%7s  dead letter, %s: %s", clock(letter.seconds()), letter.reason(), letter.detail()),
        "           ");
  }

  private static List<String> wrapped(String text, String indent) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > Screen.WIDTH) {
      int space = rest.lastIndexOf(' ', Screen.WIDTH);
      int end = space > indent.length() ? space : Screen.WIDTH;
      lines.add(rest.substring(0, end));
      rest = indent + rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  private static String far(double hertz) {
    return Double.isNaN(hertz) ? "?" : text("%.3f", hertz);
  }

  /** How things stand. */
  static String status(Counts counts, FalseAlarms falseAlarms) {
    return text(
        "%7s  %,d scored, %,.0f/s, %s; caught %d/%d, false %d (%.1f exp.)",
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
