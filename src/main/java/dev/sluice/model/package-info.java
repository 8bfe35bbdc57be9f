/**
 * Models: stacks of layers with named parameters, their descriptions, and the model file. Begin
 * with {@link dev.sluice.model.ModelSpec}, which describes a model, and {@link
 * dev.sluice.model.Model}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.model;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
