package io.throughline.ear.benchmark;

/** How much is measured: {@code smoke} proves in minutes that a benchmark runs, its figures mean nothing. */
enum Size {
  SMOKE(1, 2, 5, 40, 20, 5, 1, new int[] {10_000}),
  FULL(6, 9, 50, 600, 100, 40, 3, new int[] {10_000, 100_000, 1_000_000, 10_000_000});

  /** Rounds that come first and do not count: a server that was just started compiles what it runs for some five of them. */
  final int warmUps;

  /** Rounds in which the hub and the limits take turns. */
  final int rounds;

  /** Micro-batches of a thousand entries a round. */
  final int batches;

  /** Journeys that take one reply each, a round. */
  final int replies;

  /** Openings at once. */
  final int openings;

  /** Openings one after the other, and requests of each query. */
  final int singles;

  /** Starts of the server. */
  final int starts;

  /** Time entries the books are filled up to. */
  final int[] entries;

  Size(int warmUps, int rounds, int batches, int replies, int openings, int singles, int starts, int[] entries) {
    this.warmUps = warmUps;
    this.rounds = rounds;
    this.batches = batches;
    this.replies = replies;
    this.openings = openings;
    this.singles = singles;
    this.starts = starts;
    this.entries = entries;
  }
}
