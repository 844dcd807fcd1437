package io.throughline.process;

import io.throughline.journey.changeorder.ContractChange;

/** The terms of a live engagement are others: a change order is in force, or was taken back ({@code inForce} is absent). */
public record ContractChanged(String threadId, String projectSystem, String projectId, ContractChange inForce) {}
