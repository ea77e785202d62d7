package io.vigia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vigia.event.InvalidEventFileException;
import io.vigia.model.InvalidBundleException;
import io.vigia.registry.RefusedModelException;
import io.vigia.registry.TakenVersionException;
import io.vigia.topology.InvalidTopologyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** One line for a person on the way out; the stack trace for who asks, at log level debug. */
final class Failures implements IExecutionExceptionHandler {
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    LOG.debug("{} failed", command.getCommandName(), failure);
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message(failure));
    return isBadInput(failure) ? BAD_INPUT : FAILED;
  }

  private static boolean isBadInput(Exception failure) {
    return failure instanceof InvalidBundleException
        || failure instanceof InvalidTopologyException
        || failure instanceof RefusedModelException
        || failure instanceof TakenVersionException
        || failure instanceof InvalidEventFileException
        || failure instanceof IllegalArgumentException
        || failure instanceof NoSuchFileException
        || failure instanceof FileAlreadyExistsException;
  }

  private static String message(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (failure instanceof FileAlreadyExistsException present) {
      String reason = present.getReason();
      return present.getFile() + " exists already" + (reason == null ? "" : ": " + reason);
    }
    String message = failure.getMessage();
    return withCause(message == null || message.isBlank() ? failure.toString() : message, failure);
  }

  /** Adds what the root cause says, where the message leaves it out. */
  private static String withCause(String message, Exception failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said =
        root instanceof JsonProcessingException json
            ? json.getOriginalMessage() // its message adds a place in a redacted source
            : root.getMessage();
    String cause = said == null ? root.toString() : said;
    String whole = message.contains(cause) ? message : message + " (" + cause + ")";
    return root instanceof TimeoutException && !message.contains("bootstrap.servers")
        ? whole + "; does the broker at bootstrap.servers answer?"
        : whole;
  }
}
