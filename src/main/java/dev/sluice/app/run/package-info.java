/**
 * Shared by the commands that compute: the options that select a device, and the folder to which a
 * run writes its checkpoints, model and report.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.run;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
