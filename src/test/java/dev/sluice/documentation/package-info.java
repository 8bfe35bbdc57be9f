/**
 * Holds the README and the pages of {@code src/site} against the code: links, names, commands, Java
 * and figures. Begin with {@link dev.sluice.documentation.Page}.
 */
package dev.sluice.documentation;
