package io.vigia.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoints as files of one folder, a folder for each job. A file is written beside its place and
 * moved there, so that a kill leaves the one before or the new one.
 */
public final class CheckpointFolder implements Checkpoints {
  private static final String SUFFIX = ".checkpoint";

  private final Path folder;

  /**
   * @param folder made at the first save
   */
  public CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<byte[]> load(String member) {
    try {
      return Optional.of(Files.readAllBytes(file(member)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint " + file(member) + " cannot be read", e);
    }
  }

  @Override
  public void save(String member, byte[] state) {
    Path file = file(member);
    try {
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, member, ".part");
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(state);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      move(beside, file);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint " + file + " cannot be written", e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes the folder and what is in it: the job has ended. */
  public void remove() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoints in " + folder + " cannot be removed", e);
    }
  }

  private Path file(String member) {
    return folder.resolve(member + SUFFIX);
  }
}
