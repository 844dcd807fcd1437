package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the system by which people are told, one at a time. */
@MessageDriven(name = "NoticesCommands")
public class NoticesCommands extends Commands {

  public NoticesCommands() {
    super(Role.NOTICES);
  }
}
