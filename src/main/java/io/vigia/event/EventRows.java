package io.vigia.event;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Payloads, one after the other. */
interface EventRows extends Closeable {
  /** The next payload, or null at the end. */
  byte @Nullable [] next() throws IOException;
}
