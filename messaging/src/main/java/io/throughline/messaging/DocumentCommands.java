package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the document system; queue and concurrency are configuration. */
@MessageDriven(name = "DocumentCommands")
public class DocumentCommands extends Commands {

  public DocumentCommands() {
    super(Role.DOCUMENTS);
  }
}
