package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the system in which documents are filed; queue and concurrency are configuration. */
@MessageDriven(name = "FilingCommands")
public class FilingCommands extends Commands {

  public FilingCommands() {
    super(Role.FILING);
  }
}
