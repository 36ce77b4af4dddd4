/** Plots for the docs, as SVG that reads in light and dark. */
@NullMarked
package io.weir.bench.plot;

import org.jspecify.annotations.NullMarked;
