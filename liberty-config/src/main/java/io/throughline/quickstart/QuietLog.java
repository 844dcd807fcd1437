package io.throughline.quickstart;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Keeps the console for what a person asked for: of the embedded parts, only warnings are shown. */
public final class QuietLog {

  private static final Logger ROOT = LogManager.getLogManager().getLogger(""); // held: a logger is forgotten with its level

  private QuietLog() {}

  public static void on() {
    ROOT.setLevel(Level.WARNING);
  }
}
