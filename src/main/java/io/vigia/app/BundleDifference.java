package io.vigia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.Calibration;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Two bundles side by side.
 *
 * @param a the one
 * @param b the other
 */
record BundleDifference(StoredBundle a, StoredBundle b) {
  /** Where the calibrations are compared: p-values of the first. */
  private static final double[] AT = {0.5, 0.1, 1e-2, 1e-3, 1e-4};

  /** As JSON: what each has, under {@code a} and {@code b}. */
  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("a", a.label());
    node.put("b", b.label());
    node.put("same_schema", sameSchema());
    members(node.putObject("members"));
    var calibration = node.putArray("calibration");
    for (double p : AT) {
      if (p >= first(a).floor()) {
        double statistic = first(a).threshold(p);
        calibration
            .addObject()
            .put("statistic", statistic)
            .put("p_a", first(a).pValue(statistic))
            .put("p_b", first(b).pValue(statistic));
      }
    }
    ObjectNode evaluation = node.putObject("evaluation");
    for (String name : figures()) {
      evaluation
          .putObject(name)
          .put("a", a.content().evaluation().get(name))
          .put("b", b.content().evaluation().get(name));
    }
    return node;
  }

  private void members(ObjectNode node) {
    for (Map.Entry<String, ModelBundle> side :
        Map.of("a", a.content(), "b", b.content()).entrySet()) {
      var members = node.putArray(side.getKey());
      side.getValue().members().forEach(member -> members.add(text(member)));
    }
  }

  /** For a person's eye. */
  void print(PrintWriter out) {
    out.printf("%-22s %-28s %s%n", "", a.label(), b.label());
    line(out, "schema", a.content().schema().sha256(), b.content().schema().sha256());
    if (!sameSchema()) {
      out.println("  the bundles are over other features: their scores cannot be compared");
    }
    for (int i = 0; i < Math.max(size(a), size(b)); i++) {
      line(out, "member " + i, member(a, i), member(b, i));
    }
    for (var one : json().path("calibration")) {
      line(
          out,
          String.format(Locale.ROOT, "p at %.3f", one.path("statistic").doubleValue()),
          number(one.path("p_a").doubleValue()),
          number(one.path("p_b").doubleValue()));
    }
    line(out, "least p", number(first(a).floor()), number(first(b).floor()));
    for (String name : figures()) {
      line(
          out,
          name,
          number(a.content().evaluation().getOrDefault(name, Double.NaN)),
          number(b.content().evaluation().getOrDefault(name, Double.NaN)));
    }
    out.flush();
  }

  private boolean sameSchema() {
    return a.content().schema().sha256().equals(b.content().schema().sha256());
  }

  private TreeSet<String> figures() {
    TreeSet<String> names = new TreeSet<>(a.content().evaluation().keySet());
    names.addAll(b.content().evaluation().keySet());
    return names;
  }

  private static Calibration first(StoredBundle bundle) {
    return bundle.content().calibration();
  }

  private static int size(StoredBundle bundle) {
    return bundle.content().members().size();
  }

  private static String member(StoredBundle bundle, int index) {
    return index < size(bundle) ? text(bundle.content().members().get(index)) : "-";
  }

  private static String text(Member member) {
    return member.name() + ", " + member.weights().kind() + ", seed " + member.seed();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4g", value);
  }

  private static void line(PrintWriter out, String name, String ofA, String ofB) {
    out.printf("%-22s %-28s %s%n", name, shortened(ofA), shortened(ofB));
  }

  private static String shortened(String text) {
    return text.length() == 64 ? ModelsListCommand.shortened(text) : text;
  }
}
