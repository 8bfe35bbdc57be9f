/**
 * The float64 oracle: recurrent layers in plain loops, written from the equations alone, one row
 * and one step at a time. It shares no arithmetic with the engine and is itself checked by central
 * differences.
 */
package dev.sluice.oracle;
