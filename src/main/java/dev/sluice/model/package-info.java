/** Stacks of layers with named parameters, their descriptions, and the model file. */
package dev.sluice.model;
