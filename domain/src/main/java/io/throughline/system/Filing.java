package io.throughline.system;

/** What the hub asks of the system in which the firm files its documents. */
public interface Filing extends Command {

  @Override
  default Role asked() {
    return Role.FILING;
  }

  /**
   * Files a document under its reference; the same reference again replaces it by itself. Answers {@code fileId}, {@code address} and
   * {@code bytes}, which is how many the system has.
   *
   * @param folder the engagement's folder, by thread id
   * @param content the bytes as base64
   */
  record FileDocument(String threadId, String reference, String folder, String name, String mediaType, String content, String sha256) implements Filing {}

  /** Reads what is filed. Answers {@code fileId}, {@code name}, {@code bytes}, {@code address}. */
  record ReadFile(String fileId) implements Filing {
    @Override
    public boolean effectFree() {
      return true;
    }
  }
}
