package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.topology.InvalidTopologyException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Topology files: YAML, strict. First its form (JSON Schema, {@link TopologySchema}), then its
 * meaning ({@link TopologyMeaning}); all that is wrong is reported together.
 */
public final class TopologyFile {
  static final int LARGEST = 1 << 20;

  private TopologyFile() {}

  /**
   * Reads a topology file.
   *
   * @throws InvalidTopologyException with everything that is wrong with its contents
   * @throws IOException if it cannot be read at all
   */
  public static TopologySpec read(Path file) throws IOException {
    List<Problem> problems = new ArrayList<>();
    YamlTree tree = YamlTree.of(text(file), problems);
    if (tree.root().isNull()) {
      refuse(file, problems);
    }
    JsonNode root = tree.root();
    TopologySchema.bundled()
        .validate(root, (key, text) -> problems.add(new Problem(key, tree.line(key), text)));
    TopologyMeaning meaning =
        new TopologyMeaning(
            root, file, (key, text) -> problems.add(new Problem(key, tree.line(key), text)));
    meaning.check();
    refuse(file, problems);
    return meaning.spec();
  }

  private static void refuse(Path file, List<Problem> problems) throws InvalidTopologyException {
    if (!problems.isEmpty()) {
      List<Problem> sorted = new ArrayList<>(problems);
      sorted.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidTopologyException(file, sorted);
    }
  }

  private static String text(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw whole(file, size + " bytes; at most " + LARGEST + " are allowed in a topology file");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw whole(file, "bytes that are no UTF-8; save the file as UTF-8");
    }
  }

  private static InvalidTopologyException whole(Path file, String text) {
    return new InvalidTopologyException(file, List.of(new Problem("", 0, text)));
  }
}
