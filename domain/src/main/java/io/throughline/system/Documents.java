package io.throughline.system;

/**
 * What the hub asks of the system in which contracts are signed. Feed: {@code signatures} (kind {@code signature}). Which deal an envelope or
 * agreement belongs to is written in a field of it; the folder's settings say which.
 */
public interface Documents extends Command {

  @Override
  default Role asked() {
    return Role.DOCUMENTS;
  }

  /** Looks for the contract of a deal that everybody has signed. Answers {@code found}, and if so {@code signatureId}, {@code completedAt}. */
  record FindSignature(String dealId) implements Documents {
    @Override
    public boolean effectFree() {
      return true;
    }
  }

  /** Reads one envelope or agreement as it is now; the answer is a {@code signature}. */
  record ReadSignature(String signatureId) implements Documents {
    @Override
    public boolean effectFree() {
      return true;
    }
  }

  /** Reads the signed document. Answers {@code content} (its bytes as base64), {@code sha256} (hex), {@code mediaType}. */
  record ReadSignedDocument(String signatureId) implements Documents {
    @Override
    public boolean effectFree() {
      return true;
    }
  }
}
