package dev.millrace.engine;

import dev.millrace.engine.connection.Connections;
import dev.millrace.engine.store.PayloadStore;

/// What attempts may ask of the host.
record Outside(
    Callbacks callbacks,
    PayloadStore payloads,
    Connections connections,
    Children children,
    Clock clock) {}
