/** What a load test does: its settings, ready presets, and the scenario that they make. */
@NullMarked
package io.weir.bench.load.scenario;

import org.jspecify.annotations.NullMarked;
