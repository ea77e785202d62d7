package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.topology.InvalidTopologyException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @throws InvalidTopologyException with everything that is wrong with it, also when it cannot be
   *     read at all
   */
  public static TopologySpec read(Path file) {
    return read(file, null);
  }

  /**
   * Reads a topology file with another {@code training} section in the place of its own, such as a
   * training job has.
   *
   * @param training null: the file's own
   * @throws InvalidTopologyException with everything that is wrong with the two together
   */
  public static TopologySpec read(Path file, @Nullable JsonNode training) {
    List<Problem> problems = new ArrayList<>();
    YamlTree tree = YamlTree.of(text(file), problems);
    if (!tree.isReadable()) {
      refuse(file, problems);
    }
    JsonNode root = tree.root();
    if (training != null && root instanceof ObjectNode sections) {
      sections.set("training", training);
    }
    TopologySchema.bundled()
        .validate(root, (key, text) -> problems.add(new Problem(key, tree.line(key), text)));
    TopologyMeaning meaning =
        new TopologyMeaning(
            root,
            file,
            problems.isEmpty(),
            (key, text) -> problems.add(new Problem(key, tree.line(key), text)));
    meaning.check();
    refuse(file, problems);
    return meaning.spec();
  }

  private static void refuse(Path file, List<Problem> problems) {
    if (!problems.isEmpty()) {
      List<Problem> sorted = new ArrayList<>(problems);
      sorted.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidTopologyException(file, sorted);
    }
  }

  private static String text(Path file) {
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw whole(file, size + " bytes; at most " + LARGEST + " are allowed in a topology file");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (NoSuchFileException e) {
      throw whole(file, "there is no such file");
    } catch (CharacterCodingException e) {
      throw whole(file, "bytes that are no UTF-8; save the file as UTF-8");
    } catch (IOException e) {
      throw whole(file, "cannot be read: " + e);
    }
  }

  private static InvalidTopologyException whole(Path file, String text) {
    return new InvalidTopologyException(file, List.of(new Problem("", 0, text)));
  }
}
