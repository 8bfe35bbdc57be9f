/**
 * The command line. Start reading at {@link dev.sluice.app.Main}, then {@code Application}, which
 * finds and runs the command. Each command is a class in a package with the name of the command.
 * May import everything; nothing imports it.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
