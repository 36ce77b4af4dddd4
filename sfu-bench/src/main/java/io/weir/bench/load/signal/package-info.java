/** How clients of the load tester get into rooms of the server under test. */
@NullMarked
package io.weir.bench.load.signal;

import org.jspecify.annotations.NullMarked;
