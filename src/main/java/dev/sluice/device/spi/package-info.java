/**
 * What backends share: the checks of arguments that every backend makes before it computes ({@link
 * dev.sluice.device.spi.RecurrenceChecks} for plans, one class for each group of operations), and
 * the guard of the backward pass. Who writes a backend begins here and at {@link
 * dev.sluice.device.DeviceProvider}; nobody else imports this package.
 */
package dev.sluice.device.spi;
