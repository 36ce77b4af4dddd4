/** Checks of the pages that need no browser: their types and their unit tests, run by Node. */
@NullMarked
package io.weir.signaling.web;

import org.jspecify.annotations.NullMarked;
