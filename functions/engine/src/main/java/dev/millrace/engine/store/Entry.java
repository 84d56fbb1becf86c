package dev.millrace.engine.store;

import com.fasterxml.jackson.databind.JsonNode;

/// One stored entry.
///
/// @param revision grows by one with each put, from 1
/// @param value must not be changed
public record Entry(EntryKey key, long revision, JsonNode value) {}
