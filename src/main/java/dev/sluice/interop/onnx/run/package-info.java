/**
 * Runs graphs: the table of supported operators, the plan of a graph, which is created once, and
 * its runs. Start reading at {@link dev.sluice.interop.onnx.run.ModelPlan}. Must not access files.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.onnx.run;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
