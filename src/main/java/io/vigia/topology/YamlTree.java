package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vigia.topology.InvalidTopologyException.Problem;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML text as JSON with the line of each value. Plain scalars as in the core schema of YAML 1.2:
 * {@code 1e-3} is a number, {@code no} and {@code off} are text. Repeated keys, anchors, aliases
 * and tags are refused, so that what is read is what stands there.
 */
final class YamlTree {
  private static final int DEEPEST = 20;
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<Problem> problems;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Set<Node> anchored = Collections.newSetFromMap(new IdentityHashMap<>());
  private JsonNode root = NullNode.getInstance();
  private boolean readable;

  private YamlTree(List<Problem> problems) {
    this.problems = problems;
  }

  /** Reads a text; what is wrong with it is added to {@code problems}. */
  static YamlTree of(String text, List<Problem> problems) {
    YamlTree tree = new YamlTree(problems);
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    // They are refused below, with their line; until then an alias is only a second reference.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    try {
      Node node = new Yaml(options).compose(new StringReader(text));
      if (node == null) {
        problems.add(
            new Problem("", 0, "an empty file; version, name, source, features are needed"));
      } else {
        tree.readable = true;
        tree.root = tree.json(node, "");
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem("", line, "no YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem("", 0, "no YAML: " + e.getMessage()));
    }
    return tree;
  }

  /** Whether the tree holds all that stands in the text. */
  boolean isReadable() {
    return readable;
  }

  JsonNode root() {
    return root;
  }

  /** The line of the value of a key, or of the nearest one around it; 0 if there is none. */
  int line(String key) {
    String at = key;
    while (!at.isEmpty() && !lines.containsKey(at)) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return lines.getOrDefault(at, 0);
  }

  private JsonNode json(Node node, String key) {
    int line = node.getStartMark().getLine() + 1;
    lines.put(key, line);
    if (node.getAnchor() != null) {
      if (anchored.add(node)) {
        problems.add(
            new Problem(
                key, line, "has an anchor; anchors and aliases are not allowed, write it out"));
      }
      readable = false;
      return NullNode.getInstance();
    }
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      problems.add(
          new Problem(
              key,
              line,
              "has the tag "
                  + node.getTag()
                  + "; tags are not allowed, put text that begins with ! in quotes"));
      readable = false;
      return NullNode.getInstance();
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, key);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(json(item, key + "[" + array.size() + "]"));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode object(MappingNode mapping, String key) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      int line = entry.getKeyNode().getStartMark().getLine() + 1;
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
        problems.add(new Problem(key, line, "has a key that is no text"));
        continue;
      }
      String name = scalar.getValue();
      String inner = key.isEmpty() ? name : key + "." + name;
      if (object.has(name)) {
        problems.add(new Problem(inner, line, "stands there twice, first in line " + line(inner)));
        continue;
      }
      object.set(name, json(entry.getValueNode(), inner));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
      return TextNode.valueOf(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
      case "true", "True", "TRUE" -> BooleanNode.TRUE;
      case "false", "False", "FALSE" -> BooleanNode.FALSE;
      default -> number(text);
    };
  }

  private static JsonNode number(String text) {
    if (INTEGER.matcher(text).matches()) {
      BigInteger integer = new BigInteger(text);
      return integer.bitLength() < 64
          ? LongNode.valueOf(integer.longValue())
          : BigIntegerNode.valueOf(integer);
    }
    return FLOAT.matcher(text).matches()
        ? DoubleNode.valueOf(Double.parseDouble(text))
        : TextNode.valueOf(text);
  }
}
