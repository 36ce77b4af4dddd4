package io.weir.bench.plot;

import java.util.Locale;

/** What the images of this package have in common. Pure code. */
final class Svg {
  /** Wide enough for a page of text, narrow enough to be read on a telephone. */
  static final int WIDTH = 760;

  /** Readable on light and dark pages. */
  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f; }
        .title { font-weight: 600; font-size: 15px; }
        .end { text-anchor: end; } .mid { text-anchor: middle; }
        .grid { stroke: #8c959f; stroke-opacity: .35; fill: none; }
        .s0 { fill: #2563eb; } .s1 { fill: #d97706; } .s2 { fill: #059669; }
        .s3 { fill: #9333ea; } .s4 { fill: #dc2626; } .s5 { fill: #64748b; }
        .l0 { stroke: #2563eb; } .l1 { stroke: #d97706; } .l2 { stroke: #059669; }
        .l3 { stroke: #9333ea; } .l4 { stroke: #dc2626; } .l5 { stroke: #64748b; }
        .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
        .limit { fill: none; stroke: #64748b; stroke-width: 1.6; stroke-dasharray: 6 4; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; } .limit { stroke: #9aa4ae; }
          .s0 { fill: #5aa9ff; } .s1 { fill: #f2a154; } .s2 { fill: #4cc38a; }
          .s3 { fill: #b79bee; } .s4 { fill: #ff6369; } .s5 { fill: #9aa4ae; }
          .l0 { stroke: #5aa9ff; } .l1 { stroke: #f2a154; } .l2 { stroke: #4cc38a; }
          .l3 { stroke: #b79bee; } .l4 { stroke: #ff6369; } .l5 { stroke: #9aa4ae; }
        }
      </style>
      """;

  private Svg() {}

  /** A whole image. */
  static String image(String title, int height, String content) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, height, escape(title))
        + STYLE
        + text(0, 18, "title", title)
        + content
        + "</svg>\n";
  }

  /** A line of text; of no style when that is empty. */
  static String text(double x, double y, String style, String content) {
    String type = style.isEmpty() ? "" : " class=\"" + style + "\"";
    return String.format(
        Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>%n", x, y, type, escape(content));
  }

  /** About how wide a text is. */
  static double width(String text) {
    return 7.5 * text.length();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
