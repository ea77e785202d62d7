package io.vigia.registry;

import io.vigia.model.BundleDirectory;
import io.vigia.model.InvalidBundleException;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle on its way from chunks to a directory: chunks come in any order and land in a hidden
 * directory beside; what is whole and has every digest is moved to its place, at once or not at
 * all.
 */
final class IncomingBundle implements AutoCloseable {
  private final ModelCard card;
  private final Path unfinished;
  private final Map<String, Incoming> files = new HashMap<>();

  private IncomingBundle(ModelCard card, Path unfinished) {
    this.card = card;
    this.unfinished = unfinished;
  }

  /**
   * @param beside a directory of the same file system as the place where the bundle goes
   * @throws RefusedModelException where the card names anything but a bundle's files
   */
  static IncomingBundle of(ModelCard card, Path beside) throws IOException {
    CardFiles.require(card);
    Files.createDirectories(beside);
    IncomingBundle bundle =
        new IncomingBundle(card, Files.createTempDirectory(beside, ".unfinished-"));
    for (ModelCard.File file : card.files()) {
      bundle.files.put(file.sha256(), new Incoming(file, bundle.unfinished.resolve(file.name())));
    }
    return bundle;
  }

  ModelCard card() {
    return card;
  }

  /**
   * Takes a record of {@code model-bytes}; those of other files are passed over. The later one of a
   * key replaces the one before.
   *
   * @param chunk null where the record says that it is deleted
   */
  void accept(String key, byte @Nullable [] chunk) throws IOException {
    int slash = key.lastIndexOf('/');
    Incoming file = slash < 0 ? null : files.get(key.substring(0, slash));
    if (file != null) {
      file.accept(key.substring(slash + 1), chunk);
    }
  }

  /**
   * Verifies everything and moves it to its place.
   *
   * @param directory that does not exist yet, or is the same bundle from another's hand
   * @throws RefusedModelException where chunks are missing or wrong, or the files are no bundle, or
   *     another than the card says
   */
  StoredBundle finish(Path directory) throws IOException {
    StoredBundle bundle = verify();
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
      return read(card, directory); // another hand was faster
    }
    return bundle;
  }

  /**
   * Verifies everything.
   *
   * @throws RefusedModelException as {@link #finish}
   */
  StoredBundle verify() throws IOException {
    for (Incoming file : files.values()) {
      file.verify(card);
    }
    return read(card, unfinished);
  }

  /**
   * Reads a bundle that must be the one of a card.
   *
   * @throws RefusedModelException where it is not
   */
  private static StoredBundle read(ModelCard card, Path directory) throws IOException {
    try {
      StoredBundle bundle = BundleDirectory.read(directory);
      same(card, "sha256", card.sha256(), bundle.sha256());
      same(card, "name and version", card.label(), bundle.label());
      same(card, "feature schema", card.featureSchemaSha256(), bundle.content().schema().sha256());
      return bundle;
    } catch (InvalidBundleException e) {
      throw new RefusedModelException(card.label(), e.problem(), e);
    }
  }

  private static void same(ModelCard card, String what, String said, String found)
      throws RefusedModelException {
    if (!found.equals(said)) {
      throw new RefusedModelException(
          card.label(), "its card says the " + what + " " + said + ", its files have " + found);
    }
  }

  /** Removes what did not come to its place. */
  @Override
  public void close() throws IOException {
    if (Files.exists(unfinished)) {
      for (String file : BundleDirectory.FILES) {
        Files.deleteIfExists(unfinished.resolve(file));
      }
      Files.delete(unfinished);
    }
  }

  /** One file, of which some chunks are there. */
  private static final class Incoming {
    private final ModelCard.File stated;
    private final Path path;
    private final BitSet there = new BitSet();
    private final Map<Integer, Integer> lengths = new HashMap<>();

    Incoming(ModelCard.File stated, Path path) {
      this.stated = stated;
      this.path = path;
    }

    void accept(String index, byte @Nullable [] chunk) throws IOException {
      int at = index(index);
      if (at < 0) {
        return; // no chunk of this file
      }
      boolean whole = chunk != null && chunk.length == Chunks.length(stated.bytes(), at);
      there.set(at, whole);
      lengths.put(at, chunk == null ? -1 : chunk.length);
      if (whole) {
        try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap(chunk), (long) at * Chunks.BYTES);
        }
      }
    }

    private int index(String text) {
      try {
        int index = Integer.parseInt(text);
        return index < stated.chunks() ? index : -1;
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    void verify(ModelCard card) throws IOException {
      int missing = there.nextClearBit(0);
      if (missing < stated.chunks()) {
        String problem = incomplete(missing);
        throw lengths.getOrDefault(missing, -1) < 0
            ? new MissingBytesException(card.label(), problem)
            : new RefusedModelException(card.label(), problem);
      }
      String found = CardFiles.sha256(path);
      if (!found.equals(stated.sha256())) {
        throw new RefusedModelException(
            card.label(),
            stated.name()
                + " has sha256 "
                + found
                + ", its card says "
                + stated.sha256()
                + ": its bytes were damaged or tampered with; publish the bundle again");
      }
    }

    private String incomplete(int index) {
      int length = lengths.getOrDefault(index, -1);
      String chunk = "chunk " + index + " of " + stated.chunks() + " of " + stated.name();
      return length < 0
          ? chunk + " is not on the topic of model bytes (deleted?); publish the bundle again"
          : chunk
              + " has "
              + length
              + " bytes in place of "
              + Chunks.length(stated.bytes(), index)
              + ": it is truncated; publish the bundle again";
    }
  }
}
