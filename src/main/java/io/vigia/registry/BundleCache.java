package io.vigia.registry;

import io.vigia.model.BundleDirectory;
import io.vigia.model.InvalidBundleException;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bundles on disk, a directory each, named by digest. Each is verified whenever it is read. */
final class BundleCache {
  private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path directory;

  BundleCache(Path directory) {
    this.directory = directory;
  }

  /** Whether it is here, and whole: one that is not is removed. */
  boolean has(String sha256) throws IOException {
    if (!SHA256.matcher(sha256).matches() || !Files.isDirectory(directory.resolve(sha256))) {
      return false;
    }
    try {
      if (read(sha256).sha256().equals(sha256)) {
        return true;
      }
    } catch (InvalidBundleException e) {
      LOG.warn("{}; it is fetched again", e.getMessage());
    }
    remove(directory.resolve(sha256));
    return false;
  }

  /**
   * @throws InvalidBundleException where it is damaged
   */
  StoredBundle read(String sha256) throws IOException {
    return BundleDirectory.read(directory.resolve(sha256));
  }

  /**
   * A place for the chunks of a bundle that is fetched.
   *
   * @throws RefusedModelException where the card is none of a bundle
   */
  IncomingBundle incoming(ModelCard card) throws IOException {
    return IncomingBundle.of(card, directory);
  }

  /** Takes a bundle that was fetched. */
  StoredBundle finish(IncomingBundle bundle) throws IOException {
    return bundle.finish(directory.resolve(bundle.card().sha256()));
  }

  private static void remove(Path bundle) throws IOException {
    for (String file : BundleDirectory.FILES) {
      Files.deleteIfExists(bundle.resolve(file));
    }
    Files.delete(bundle);
  }
}
