package io.throughline.process;

/** Told in the transaction that activates an engagement, so that work held for it can go on. */
public record EngagementIsActive(String threadId, String projectSystem, String projectId) {}
