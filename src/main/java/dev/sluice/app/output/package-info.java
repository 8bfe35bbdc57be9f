/**
 * The files that commands write. The same rules apply to all of them. A command never overwrites
 * its own input. It overwrites another file only with {@code --force}. A symbolic link stays, and
 * its target is written. Devices and pipes can be written, and {@code -} is standard output. {@link
 * dev.sluice.app.output.PathArguments} also checks the paths of inputs.
 *
 * <p>Start reading at {@link dev.sluice.app.output.OutputPath}. No other package of the command
 * line writes files, except {@code run} in the folder that it has locked.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.output;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
