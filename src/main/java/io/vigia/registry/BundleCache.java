package io.vigia.registry;

import io.vigia.model.BundleDirectory;
import io.vigia.model.InvalidBundleException;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles on disk, a directory each, named by digest; those that were read last are kept. Each is
 * verified whenever it is read.
 */
final class BundleCache {
  private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** So many of the last that a rollback or a restart seldom has to fetch. */
  static final int MOST = 32;

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
    Path place = directory.resolve(sha256);
    Files.setLastModifiedTime(place, FileTime.fromMillis(System.currentTimeMillis()));
    return BundleDirectory.read(place);
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
    StoredBundle finished = bundle.finish(directory.resolve(bundle.card().sha256()));
    removeOldest();
    return finished;
  }

  private void removeOldest() throws IOException {
    Map<Path, FileTime> lastRead = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path one : all) {
        if (SHA256.matcher(String.valueOf(one.getFileName())).matches()) {
          lastRead.put(one, Files.getLastModifiedTime(one));
        }
      }
    }
    List<Path> oldestFirst =
        lastRead.keySet().stream().sorted(Comparator.comparing(lastRead::get)).toList();
    for (Path one : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MOST))) {
      remove(one);
    }
  }

  private static void remove(Path bundle) throws IOException {
    for (String file : BundleDirectory.FILES) {
      Files.deleteIfExists(bundle.resolve(file));
    }
    Files.delete(bundle);
  }
}
