package io.vigia.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version and revision, as the build wrote them. */
final class Version implements IVersionProvider {
  private static final Properties BUILD = load();

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** Such as {@code vigia 0.1.0 (3f2a9c1)}. */
  static String text() {
    return "vigia "
        + BUILD.getProperty("version", "unbuilt")
        + " ("
        + BUILD.getProperty("revision", "unknown")
        + ")";
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      text(), "Java " + Runtime.version() + ", " + System.getProperty("java.vm.vendor")
    };
  }
}
