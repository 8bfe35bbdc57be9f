/** How files are written, whole or not at all, and where those are kept that can be had again. */
package dev.sluice.file;
