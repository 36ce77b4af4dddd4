/**
 * Whole calls through the runnable jar: real browsers, WHIP and WHEP clients, hostile input. Run by
 * Failsafe after packaging.
 */
@NullMarked
package io.weir.signaling.e2e;

import org.jspecify.annotations.NullMarked;
