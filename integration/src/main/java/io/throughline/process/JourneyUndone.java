package io.throughline.process;

/** Told in the transaction that ends an undo: nothing of the journey is left at any system. */
public record JourneyUndone(String plan, String journeyId, String threadId) {}
