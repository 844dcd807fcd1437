package io.throughline.process;

/** Told in the transaction that ends a journey. */
public record JourneyDone(String plan, String journeyId, String threadId) {}
