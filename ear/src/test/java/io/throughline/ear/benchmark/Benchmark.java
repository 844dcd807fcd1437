package io.throughline.ear.benchmark;

/** Measures one thing and answers its table. */
@FunctionalInterface
interface Benchmark {
  Table run(Size size) throws Exception;
}
