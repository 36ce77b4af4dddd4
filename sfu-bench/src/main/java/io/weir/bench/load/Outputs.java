package io.weir.bench.load;

import io.weir.bench.load.report.HtmlReport;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a result into the files that were asked for. */
final class Outputs {

  private Outputs() {}

  static void write(LoadResult result, @Nullable Path json, @Nullable Path html, PrintWriter out)
      throws IOException {
    if (json != null) {
      write(json, ResultJson.write(result));
      out.println("As JSON: " + json);
    }
    if (html != null) {
      write(html, HtmlReport.of(result));
      out.println("With plots: " + html);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }
}
