package io.throughline.process;

/** Told in the transaction that changes which versions of a contract count, so that work held for it can go on. */
public record ContractChanged(String threadId, String projectSystem, String projectId) {}
