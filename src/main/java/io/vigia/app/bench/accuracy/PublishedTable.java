package io.vigia.app.bench.accuracy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Published AUROC in percent: CSV with a column {@code Dataset} and one for each method.
 *
 * @param auroc by set, then by method
 */
record PublishedTable(List<String> methods, Map<String, Map<String, Double>> auroc) {
  /** No set is known. */
  static final PublishedTable NONE = new PublishedTable(List.of(), Map.of());

  static PublishedTable read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file);
        CSVParser rows =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(text)) {
      List<String> header = rows.getHeaderNames();
      if (header.isEmpty() || !header.get(0).equals("Dataset")) {
        throw new IllegalArgumentException(
            file + ": the first column of a published table must be 'Dataset', it is " + header);
      }
      Map<String, Map<String, Double>> auroc = new HashMap<>();
      for (CSVRecord row : rows) {
        Map<String, Double> values = new TreeMap<>();
        for (String method : header.subList(1, header.size())) {
          values.put(method, Double.parseDouble(row.get(method)));
        }
        auroc.put(row.get(0), values);
      }
      return new PublishedTable(header.subList(1, header.size()), auroc);
    }
  }

  /** NaN where the set or the method is not in the table. */
  double auroc(String set, String method) {
    return auroc.getOrDefault(set, Map.of()).getOrDefault(method, Double.NaN);
  }
}
