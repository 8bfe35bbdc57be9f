/**
 * Models: stacks of layers with named parameters, their descriptions, and the model file. Begin
 * with {@link dev.sluice.model.ModelSpec}, which describes a model, and {@link
 * dev.sluice.model.Model}.
 */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
