package io.vigia.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.kernel.Safetensors;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The bundle's form on disk, {@code model.json} (everything but the numbers, and the digests of the
 * other two files), {@code weights.safetensors}, {@code calibration.json}. Nothing in it can run
 * code. Written is format version 2; version 1 is still read.
 */
public final class BundleDirectory {
  static final String MODEL = "model.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String CALIBRATION = "calibration.json";

  /** What a bundle consists of; the digest of the first names it. */
  public static final List<String> FILES = List.of(MODEL, WEIGHTS, CALIBRATION);

  /** Of one of them, at most. */
  public static final long MAX_FILE_BYTES = 1L << 30;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private BundleDirectory() {}

  /**
   * Writes a bundle to a new directory: whole or not at all.
   *
   * @throws FileAlreadyExistsException when the directory exists: bundles are immutable
   */
  public static StoredBundle write(ModelBundle bundle, Path directory) throws IOException {
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "bundles are never overwritten: choose a new version");
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("not a place for a bundle: " + directory);
    }
    Files.createDirectories(parent);
    Path unfinished = Files.createTempDirectory(parent, ".unfinished-");
    try {
      byte[] weights = Safetensors.write(ModelJson.tensors(bundle), Map.of());
      byte[] calibration = MAPPER.writeValueAsBytes(CalibrationJson.write(bundle));
      byte[] model = modelJson(bundle, weights, calibration);
      Files.write(unfinished.resolve(WEIGHTS), weights);
      Files.write(unfinished.resolve(CALIBRATION), calibration);
      Files.write(unfinished.resolve(MODEL), model);
      Files.setPosixFilePermissions(
          unfinished, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
      return new StoredBundle(bundle, DigestUtils.sha256Hex(model));
    } finally {
      deleteUnfinished(unfinished);
    }
  }

  private static void deleteUnfinished(Path unfinished) throws IOException {
    if (Files.exists(unfinished)) {
      for (String file : FILES) {
        Files.deleteIfExists(unfinished.resolve(file));
      }
      Files.delete(unfinished);
    }
  }

  /**
   * Reads a bundle and verifies every digest, shape and number in it.
   *
   * @throws InvalidBundleException saying which file is wrong and how
   */
  public static StoredBundle read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new InvalidBundleException(
          directory, "there is no such directory; 'vigia train' writes one");
    }
    byte[] modelBytes = bytes(directory, MODEL);
    JsonNode model = json(directory, MODEL, modelBytes);
    requireKnownFiles(directory, model);
    try {
      ModelJson.requireFormat(model);
      byte[] weights = verified(directory, WEIGHTS, model);
      byte[] calibration = verified(directory, CALIBRATION, model);
      ModelBundle bundle =
          ModelJson.read(
              model, Safetensors.read(weights), json(directory, CALIBRATION, calibration));
      return new StoredBundle(bundle, DigestUtils.sha256Hex(modelBytes));
    } catch (IllegalArgumentException e) {
      throw new InvalidBundleException(directory, String.valueOf(e.getMessage()), e);
    } catch (JsonProcessingException e) {
      throw new InvalidBundleException(directory, "model.json: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] modelJson(ModelBundle bundle, byte[] weights, byte[] calibration)
      throws IOException {
    ObjectNode json = ModelJson.write(bundle);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(WEIGHTS, weights);
    files.put(CALIBRATION, calibration);
    ObjectNode digests = json.putObject("files");
    files.forEach(
        (name, bytes) ->
            digests
                .putObject(name)
                .put("bytes", bytes.length)
                .put("sha256", DigestUtils.sha256Hex(bytes)));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }

  /** A bundle is these files: a name that leads elsewhere is refused, never followed. */
  private static void requireKnownFiles(Path directory, JsonNode model) throws IOException {
    for (Map.Entry<String, JsonNode> file : model.path("files").properties()) {
      if (!file.getKey().equals(WEIGHTS) && !file.getKey().equals(CALIBRATION)) {
        throw new InvalidBundleException(
            directory,
            "model.json names the file '"
                + file.getKey()
                + "'; a bundle has "
                + WEIGHTS
                + " and "
                + CALIBRATION
                + " only");
      }
    }
  }

  private static byte[] verified(Path directory, String file, JsonNode model) throws IOException {
    byte[] bytes = bytes(directory, file);
    String stated = model.path("files").path(file).path("sha256").asText();
    String actual = DigestUtils.sha256Hex(bytes);
    if (!actual.equals(stated)) {
      throw new InvalidBundleException(
          directory,
          file
              + " has sha256 "
              + actual
              + ", model.json says "
              + (stated.isEmpty() ? "nothing" : stated)
              + ": the file is damaged or of another bundle");
    }
    return bytes;
  }

  private static byte[] bytes(Path directory, String file) throws IOException {
    Path path = directory.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new InvalidBundleException(directory, file + " is missing");
    }
    if (Files.size(path) > MAX_FILE_BYTES) {
      throw new InvalidBundleException(
          directory, file + " has more than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readAllBytes(path);
  }

  private static JsonNode json(Path directory, String file, byte[] bytes) throws IOException {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new InvalidBundleException(directory, file + " is not JSON: " + e.getMessage(), e);
    }
  }
}
