/** The server process: command line, start and end. */
@NullMarked
package io.weir.signaling;

import org.jspecify.annotations.NullMarked;
