/**
 * The files that commands write. One rule holds for all: never over an input of the same command,
 * over another file only with {@code --force}; a symbolic link stays and its target is written;
 * devices and pipes are written to, and {@code -} is standard output. What a path must be holds for
 * those that are read too: {@link dev.sluice.app.output.PathArguments}.
 *
 * <p>Begin with {@link dev.sluice.app.output.OutputPath}. No other package of the command line
 * writes files by their paths, except {@code run} in the folder that it holds.
 */
package dev.sluice.app.output;
