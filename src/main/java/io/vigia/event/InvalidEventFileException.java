package io.vigia.event;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not what its name says, or cannot be read to its end as that. */
public final class InvalidEventFileException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidEventFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  InvalidEventFileException(Path file, long line, String problem) {
    super(file + ":" + line + ": " + problem);
  }

  InvalidEventFileException(Path file, Exception cause) {
    super(file + ": " + cause.getMessage(), cause);
  }
}
