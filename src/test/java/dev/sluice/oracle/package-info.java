/**
 * The oracle: a reference implementation of recurrent layers in float64, in plain loops, one row
 * and one step at a time. It follows the equations alone and shares no arithmetic with the engine.
 * Central differences check its gradients. Begin with {@code OracleRun} and {@code Step}.
 */
package dev.sluice.oracle;
