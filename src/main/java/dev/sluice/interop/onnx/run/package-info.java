/**
 * Computes graphs: the list of operators that are known, the plan of a graph, made once, and its
 * runs. Begin with {@link dev.sluice.interop.onnx.run.ModelPlan}. Knows no files.
 */
package dev.sluice.interop.onnx.run;
