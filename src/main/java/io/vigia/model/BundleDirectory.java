package io.vigia.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.Calibration;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Safetensors;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The bundle's form on disk, format version {@value #FORMAT_VERSION}: {@code model.json}
 * (everything but the numbers, and the digests of the other two files), {@code
 * weights.safetensors}, {@code calibration.json}. Nothing in it can run code.
 */
public final class BundleDirectory {
  static final String MODEL = "model.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String CALIBRATION = "calibration.json";
  private static final int FORMAT_VERSION = 1;
  private static final long MAX_FILE_BYTES = 1L << 30;
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
      byte[] weights = Safetensors.write(bundle.weights().tensors(), Map.of());
      byte[] calibration = calibrationJson(bundle.calibration());
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
      for (String file : new String[] {MODEL, WEIGHTS, CALIBRATION}) {
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
    int version = model.path("format_version").asInt(-1);
    if (version != FORMAT_VERSION) {
      throw new InvalidBundleException(
          directory,
          "model.json has format_version "
              + model.path("format_version")
              + "; this vigia reads version "
              + FORMAT_VERSION);
    }
    byte[] weights = verified(directory, WEIGHTS, model);
    byte[] calibration = verified(directory, CALIBRATION, model);
    try {
      return new StoredBundle(
          content(model, weights, calibration), DigestUtils.sha256Hex(modelBytes));
    } catch (IllegalArgumentException e) {
      throw new InvalidBundleException(directory, String.valueOf(e.getMessage()), e);
    }
  }

  private static ModelBundle content(JsonNode model, byte[] weights, byte[] calibration)
      throws IOException {
    FeatureSchema schema = FeatureSchema.fromJson(model.required("feature_schema"));
    String stated = model.required("feature_schema_sha256").asText();
    if (!schema.sha256().equals(stated)) {
      throw new IllegalArgumentException(
          "feature_schema_sha256 is " + stated + ", the schema's is " + schema.sha256());
    }
    FlowArchitecture architecture =
        MAPPER.treeToValue(model.required("architecture"), FlowArchitecture.class);
    Map<String, Double> evaluation = new TreeMap<>();
    model
        .required("evaluation")
        .properties()
        .forEach(entry -> evaluation.put(entry.getKey(), entry.getValue().doubleValue()));
    return new ModelBundle(
        model.required("name").asText(),
        model.required("version").asText(),
        schema,
        FlowWeights.of(architecture, Safetensors.read(weights)),
        calibration(MAPPER.readTree(calibration)),
        MAPPER.treeToValue(model.required("provenance"), Provenance.class),
        evaluation);
  }

  private static Calibration calibration(JsonNode json) {
    JsonNode scores = json.required("nll");
    double[] nll = new double[scores.size()];
    for (int i = 0; i < nll.length; i++) {
      if (!scores.get(i).isNumber()) {
        throw new IllegalArgumentException("calibration.json: nll[" + i + "] is no number");
      }
      nll[i] = scores.get(i).floatValue();
    }
    return Calibration.of(nll);
  }

  private static byte[] calibrationJson(Calibration calibration) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("method", "conformal").put("n", calibration.size()).put("unit", "nats");
    json.set("nll", MAPPER.valueToTree(calibration.toArray()));
    return MAPPER.writeValueAsBytes(json);
  }

  private static byte[] modelJson(ModelBundle bundle, byte[] weights, byte[] calibration)
      throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format_version", FORMAT_VERSION);
    json.put("name", bundle.name()).put("version", bundle.version());
    json.set("architecture", MAPPER.valueToTree(bundle.weights().architecture()));
    json.put("log_density", "nats over the original features, standardisation included");
    json.set("feature_schema", bundle.schema().toJson());
    json.put("feature_schema_sha256", bundle.schema().sha256());
    json.set("provenance", MAPPER.valueToTree(bundle.provenance()));
    json.set("evaluation", MAPPER.valueToTree(bundle.evaluation()));
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
