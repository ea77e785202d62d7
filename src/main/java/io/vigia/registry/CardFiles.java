package io.vigia.registry;

import io.vigia.model.BundleDirectory;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** The files of a bundle, as its card names them. */
final class CardFiles {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private CardFiles() {}

  /** The card of a bundle that lies in a directory. */
  static ModelCard card(StoredBundle bundle, Path directory, Publication publication)
      throws IOException {
    List<ModelCard.File> files = new ArrayList<>();
    for (String name : BundleDirectory.FILES) {
      Path path = directory.resolve(name);
      long bytes = Files.size(path);
      files.add(new ModelCard.File(name, bytes, sha256(path), Chunks.count(bytes)));
    }
    return new ModelCard(
        bundle.content().name(),
        bundle.content().version(),
        bundle.sha256(),
        bundle.content().schema().sha256(),
        files,
        publication.parent(),
        publication.job(),
        publication.evidence(),
        publication.by(),
        publication.timeMillis());
  }

  /**
   * Looks that a card names the files of a bundle, by digests, and nothing else: its names become
   * names of files here.
   *
   * @throws RefusedModelException saying what is wrong
   */
  static void require(ModelCard card) throws RefusedModelException {
    if (!SHA256.matcher(card.sha256()).matches()) {
      throw new RefusedModelException(
          card.label(), "its card says sha256 \"" + card.sha256() + "\"; 64 hex digits are needed");
    }
    Set<String> names = new HashSet<>();
    for (ModelCard.File file : card.files()) {
      names.add(file.name());
      require(card, file);
    }
    if (!names.equals(Set.copyOf(BundleDirectory.FILES))
        || card.files().size() != BundleDirectory.FILES.size()) {
      throw new RefusedModelException(
          card.label(),
          "its card names the files "
              + card.files().stream().map(ModelCard.File::name).toList()
              + "; a bundle has "
              + BundleDirectory.FILES);
    }
  }

  private static void require(ModelCard card, ModelCard.File file) throws RefusedModelException {
    if (file.sha256() == null || !SHA256.matcher(file.sha256()).matches()) {
      throw new RefusedModelException(
          card.label(),
          file.name() + " has sha256 \"" + file.sha256() + "\"; 64 hex digits are needed");
    }
    if (file.bytes() < 1 || file.bytes() > BundleDirectory.MAX_FILE_BYTES) {
      throw new RefusedModelException(
          card.label(),
          file.name()
              + " has "
              + file.bytes()
              + " bytes; allowed: 1 to "
              + BundleDirectory.MAX_FILE_BYTES);
    }
    if (file.chunks() != Chunks.count(file.bytes())) {
      throw new RefusedModelException(
          card.label(),
          file.name()
              + " of "
              + file.bytes()
              + " bytes has "
              + file.chunks()
              + " chunks; in chunks of "
              + Chunks.BYTES
              + " bytes it has "
              + Chunks.count(file.bytes()));
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
