/**
 * What a trained text model does with one text: gates and states of every token, what the memory
 * keeps of it, its contribution to the decision, and the prediction after it. Start reading at
 * {@link dev.sluice.insight.inspect.TextInspector}, which computes a {@link
 * dev.sluice.insight.inspect.TextInspection}.
 *
 * <p>T is the number of tokens that the model read, K the number of classes, H the hidden size of a
 * cell. Step t belongs to token t, in both directions.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.inspect;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
