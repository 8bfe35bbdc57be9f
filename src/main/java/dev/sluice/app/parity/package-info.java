/**
 * {@code sluice parity}: holds the engine's recurrences against cases that were computed elsewhere.
 * A case is one safetensors file with a cell, its weights, its inputs, and what must come out.
 */
package dev.sluice.app.parity;
