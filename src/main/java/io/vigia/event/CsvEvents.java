package io.vigia.event;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180, UTF-8) as flat JSON objects, a column a key; cells as in {@link CsvCell}. The
 * first line names the columns. A column {@code _row}, the number of the data row from 1, is added
 * where the file has none, so that a file without ids can still name its events.
 */
final class CsvEvents implements EventRows {
  private static final String ROW = "_row";

  private final Path path;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<byte[]> keys = new ArrayList<>();
  private final int columns;
  private final boolean numbered;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 10);
  private long row;

  private CsvEvents(Path path, CSVParser parser) throws IOException {
    this.path = path;
    this.parser = parser;
    this.records = parser.iterator();
    List<String> names = header();
    this.columns = names.size();
    this.numbered = !names.contains(ROW);
    for (String name : names) {
      keys.add(key(name));
    }
    if (numbered) {
      keys.add(key(ROW));
    }
  }

  static CsvEvents of(Path path, InputStream in) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    // The decoder reports bytes that are not UTF-8 instead of replacing them.
    InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    return new CsvEvents(path, CSVParser.parse(new BufferedReader(reader, 1 << 16), format));
  }

  private List<String> header() throws IOException {
    CSVRecord first = record();
    if (first == null) {
      throw new InvalidEventFileException(
          path, 1, "an empty file; a first line of column names is expected");
    }
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String cell : first) {
      String name = names.isEmpty() && cell.startsWith("\uFEFF") ? cell.substring(1) : cell;
      name = name.strip();
      if (name.isEmpty()) {
        throw new InvalidEventFileException(
            path, 1, "column " + (names.size() + 1) + " has no name; name it in the first line");
      }
      if (!seen.add(name)) {
        throw new InvalidEventFileException(
            path, 1, "two columns are named " + name + "; rename one");
      }
      names.add(name);
    }
    return names;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    CSVRecord record = record();
    if (record == null) {
      return null;
    }
    row++;
    if (record.size() != columns) {
      throw new InvalidEventFileException(
          path,
          parser.getCurrentLineNumber(),
          record.size() + " cells where the header names " + columns + " columns");
    }
    out.reset();
    for (int i = 0; i < columns; i++) {
      out.write(i == 0 ? '{' : ',');
      out.writeBytes(keys.get(i));
      CsvCell.write(record.get(i), out);
    }
    if (numbered) {
      out.write(',');
      out.writeBytes(keys.get(columns));
      CsvCell.write(Long.toString(row), out);
    }
    out.write('}');
    return out.toByteArray();
  }

  private @Nullable CSVRecord record() throws IOException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw unreadable(e);
    }
  }

  private IOException unreadable(Exception e) {
    return new InvalidEventFileException(
        path, parser.getCurrentLineNumber() + 1, "no CSV in UTF-8 from here on: " + e.getMessage());
  }

  private static byte[] key(String name) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    CsvCell.writeString(name, key);
    key.write(':');
    return key.toByteArray();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
