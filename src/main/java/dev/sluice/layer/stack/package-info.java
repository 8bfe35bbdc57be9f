/**
 * Parts of a recurrent stack that know no layers: its plans, kept from pass to pass, and its random
 * masks. For {@link dev.sluice.layer.Recurrent} only.
 */
package dev.sluice.layer.stack;
