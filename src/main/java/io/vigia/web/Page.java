package io.vigia.web;

import com.sun.net.httpserver.Headers;
import java.io.IOException;

/** What one path answers to GET. */
interface Page {
  Answer answer(Headers request) throws IOException;
}
