/**
 * Labelled texts of the user's own, from tables and folders. Begin with {@link
 * dev.sluice.data.text.TextData}. Does not import what makes tokens and batches of them.
 */
package dev.sluice.data.text;
