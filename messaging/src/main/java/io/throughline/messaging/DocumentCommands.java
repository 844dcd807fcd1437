package io.throughline.messaging;

import jakarta.ejb.MessageDriven;

/** Commands to the document system; queue and concurrency are configuration. */
@MessageDriven(name = "DocumentCommands")
public class DocumentCommands extends Commands {}
