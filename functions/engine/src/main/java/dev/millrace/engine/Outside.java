package dev.millrace.engine;

import dev.millrace.engine.store.PayloadStore;

/// What attempts may ask of the host.
record Outside(
    Callbacks callbacks,
    Questions questions,
    PayloadStore payloads,
    Children children,
    Clock clock) {}
