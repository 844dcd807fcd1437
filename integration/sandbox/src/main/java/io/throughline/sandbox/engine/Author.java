package io.throughline.sandbox.engine;

/** Who writes: a program through the API, or the vendor's own user, who may also set what the API may not. */
public enum Author { API, USER }
