package io.throughline.messaging;

import jakarta.ejb.MessageDriven;

/** Commands to the people system; queue and concurrency are configuration. */
@MessageDriven(name = "PeopleCommands")
public class PeopleCommands extends Commands {}
