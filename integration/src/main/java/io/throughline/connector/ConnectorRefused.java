package io.throughline.connector;

/** A folder that cannot be used: names the file, the line where one is known, and what is wrong. The one in force stays in force. */
public final class ConnectorRefused extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public ConnectorRefused(String file, int line, String problem) {
    super(file + (line > 0 ? ":" + line : "") + ": " + problem);
  }
}
