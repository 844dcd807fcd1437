package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the CRM system; queue and concurrency are configuration. */
@MessageDriven(name = "CrmCommands")
public class CrmCommands extends Commands {

  public CrmCommands() {
    super(Role.CRM);
  }
}
