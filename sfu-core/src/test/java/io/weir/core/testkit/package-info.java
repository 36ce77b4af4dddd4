/** What tests of every module build calls from: peers and networks, without the code under test. */
@NullMarked
package io.weir.core.testkit;

import org.jspecify.annotations.NullMarked;
