package io.vigia.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path root;

  @Test
  void theOneThatWasReadLongestAgoMakesRoom() throws IOException {
    Path directory = Files.createDirectory(root.resolve("cache"));
    for (int age = 0; age < BundleCache.MOST; age++) {
      Files.setLastModifiedTime(
          Files.createDirectory(directory.resolve(digest(age))), FileTime.fromMillis(1000L - age));
    }
    Path notOurs = Files.createDirectory(directory.resolve("notes"));
    PublishedGaussian made = PublishedGaussian.in(root, "1");
    BundleCache cache = new BundleCache(directory);
    assertThat(cache.has(made.stored.sha256())).isFalse();
    try (IncomingBundle incoming = cache.incoming(made.card)) {
      for (Map.Entry<String, byte[]> chunk : made.chunks().entrySet()) {
        incoming.accept(chunk.getKey(), chunk.getValue());
      }
      cache.finish(incoming);
    }
    assertThat(cache.has(made.stored.sha256())).isTrue();
    assertThat(directory.resolve(digest(BundleCache.MOST - 1))).doesNotExist();
    assertThat(directory.resolve(digest(0))).exists();
    assertThat(notOurs).exists();
  }

  @Test
  void aNameThatIsNoDigestIsNotLookedFor() throws IOException {
    Files.createDirectory(root.resolve("outside"));
    Files.createDirectory(root.resolve("cache"));
    assertThat(new BundleCache(root.resolve("cache")).has("../outside")).isFalse();
    assertThat(root.resolve("outside")).exists();
  }

  private static String digest(int number) {
    return DigestUtils.sha256Hex(String.valueOf(number));
  }
}
