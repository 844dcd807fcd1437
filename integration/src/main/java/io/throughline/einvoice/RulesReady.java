package io.throughline.einvoice;

/** The official rules are compiled: what had to wait for them may go on. */
public record RulesReady() {}
