package io.vigia.web;

import java.nio.charset.StandardCharsets;

/** A whole HTTP response; all of ours fit in memory. */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Answer(int status, String contentType, byte[] body) {
  static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
