/**
 * Helpers for backends: argument checks, which every backend makes before it computes ({@link
 * dev.sluice.device.spi.RecurrenceChecks} for plans, one class for each group of operations), and
 * the guard of the backward pass. To write a backend, begin here and at {@link
 * dev.sluice.device.DeviceProvider}. Only backends import this package.
 */
package dev.sluice.device.spi;
