package io.throughline.process;

/** An engagement that was closed takes work again. */
public record EngagementReopened(String threadId) {}
