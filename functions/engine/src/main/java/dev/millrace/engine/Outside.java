package dev.millrace.engine;

import dev.millrace.engine.connection.Connections;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.store.PayloadStore;

/// What attempts may ask of the host.
record Outside(
    Callbacks callbacks,
    Questions questions,
    PayloadStore payloads,
    Connections connections,
    Permits permits,
    Children children,
    Clock clock) {}
