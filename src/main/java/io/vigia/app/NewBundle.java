package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that a bundle is to be written into; its last part is the version. */
record NewBundle(Path directory) {
  /**
   * Looks, before the work that a bundle takes, whether it can be written.
   *
   * @param name of the model
   * @throws FileAlreadyExistsException where something is there
   * @throws IllegalArgumentException where name or version is not allowed
   */
  static NewBundle in(Path directory, String name) throws FileAlreadyExistsException {
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "bundles are never overwritten: choose a new version");
    }
    NewBundle bundle = new NewBundle(directory);
    ModelBundle.requireNames(name, bundle.version());
    return bundle;
  }

  String version() {
    return String.valueOf(directory.getFileName());
  }

  StoredBundle write(ModelBundle bundle) throws IOException {
    return BundleDirectory.write(bundle, directory);
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
