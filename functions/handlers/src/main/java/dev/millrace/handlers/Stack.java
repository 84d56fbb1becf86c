package dev.millrace.handlers;
import java.util.Map;
final class Stack { static Wiring wiring(Map<String, String> environment) { throw new IllegalStateException(Settings.of(environment).toString()); } }
