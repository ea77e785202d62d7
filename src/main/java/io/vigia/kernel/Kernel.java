package io.vigia.kernel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two ways to compute a density. They give the same numbers bit for bit; SIMD is faster. */
public enum Kernel {
  /** By {@code jdk.incubator.vector}, in vectors as wide as the CPU's, up to 512 bits. */
  SIMD,
  /** By plain Java. */
  PLAIN;

  /** The system property that chooses: {@code simd}, {@code plain} or {@code auto}. */
  public static final String PROPERTY = "vigia.kernel";

  /** The environment variable that chooses where the property does not. */
  public static final String VARIABLE = "VIGIA_KERNEL";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /**
   * This JVM's kernel, found once and logged: as the property {@value #PROPERTY} or the variable
   * {@value #VARIABLE} says; else SIMD where the JVM offers it.
   *
   * @throws IllegalArgumentException where the property or variable holds something else
   * @throws IllegalStateException where SIMD is demanded and the JVM does not offer it
   */
  public static Kernel selected() {
    return Selection.KERNEL;
  }

  /** Whether this JVM can run it. */
  public boolean isAvailable() {
    return this == PLAIN || ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** For names and metrics: {@code plain}, or {@code simd-} and the vectors' width in bits. */
  public String label() {
    return this == PLAIN ? "plain" : "simd-" + SimdPass.bits();
  }

  Kernel requireAvailable() {
    if (!isAvailable()) {
      throw new IllegalStateException(
          "the SIMD kernel needs the JVM's module "
              + VECTOR_MODULE
              + ": start java with --add-modules "
              + VECTOR_MODULE
              + ", or set "
              + PROPERTY
              + "=plain");
    }
    return this;
  }

  /** The choice from what the property and the variable hold; the property wins. */
  static Kernel select(@Nullable String property, @Nullable String variable) {
    String key = property != null ? PROPERTY : VARIABLE;
    String value = property != null ? property : variable != null ? variable : "auto";
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "simd" -> SIMD.requireAvailable();
      case "plain" -> PLAIN;
      case "auto" -> SIMD.isAvailable() ? SIMD : PLAIN;
      default ->
          throw new IllegalArgumentException(
              key + " is '" + value + "'; allowed: simd, plain, auto");
    };
  }

  private static final class Selection {
    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
    static final Kernel KERNEL = logged();

    private static Kernel logged() {
      Kernel kernel = select(System.getProperty(PROPERTY), System.getenv(VARIABLE));
      if (kernel == PLAIN && !SIMD.isAvailable()) {
        LOG.info("kernel: plain (several times slower; --add-modules {} is faster)", VECTOR_MODULE);
      } else {
        LOG.info("kernel: {}", kernel.label());
      }
      return kernel;
    }
  }
}
