package io.throughline.ear.dashboard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Skips a class, loudly, where no Chromium with its driver is installed; nothing is ever downloaded. */
final class NeedsChromium implements BeforeAllCallback {

  static final Path BROWSER = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  @Override
  public void beforeAll(ExtensionContext context) {
    for (var program : List.of(BROWSER, DRIVER)) {
      if (Files.isExecutable(program)) continue;
      var loud = "NOT TESTED: " + context.getDisplayName() + ", the dashboard in a browser. There is no " + program + ": apt-get install chromium chromium-driver";
      System.out.println(loud);
      throw new TestAbortedException(loud);
    }
  }
}
