package io.throughline.thread.view;

import java.time.LocalDate;

/** What belongs to the close of a month: of a legal entity, through a day. Either may be absent. */
public record Scope(String entity, LocalDate through) {}
