@NullMarked
package io.weir.bench.load.scenario;

import org.jspecify.annotations.NullMarked;
