package io.throughline.messaging;

import jakarta.ejb.MessageDriven;

/** Commands to the CRM system; queue and concurrency are configuration. */
@MessageDriven(name = "CrmCommands")
public class CrmCommands extends Commands {}
