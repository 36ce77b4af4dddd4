/** Tests that span all packages of core. */
@NullMarked
package io.weir.core;

import org.jspecify.annotations.NullMarked;
