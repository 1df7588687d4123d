/// @file
/// Draws line charts as SVG: one file that needs no other, for a light page or a dark one.
export module replay.chart;

import std;

export namespace replay {

struct point {
  double x;
  double y;
};

/// A line and its name in the legend.
struct curve {
  std::string name;
  std::vector<point> points;
};

/// Curves over one pair of axes: x from 1 up on a logarithmic scale, y from 0 up.
struct panel {
  std::string title;
  std::string x_name;
  std::string y_name;
  std::vector<curve> curves;
};

}  // namespace replay

namespace replay {

inline constexpr double width = 760;
inline constexpr double height = 380;
inline constexpr double left = 64;
inline constexpr double right = 580;
inline constexpr double top = 44;
inline constexpr double bottom = 320;
inline constexpr std::size_t looks = 8;

/// For a character that XML reserves or has no place for: a trace may be called anything.
std::string xml_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (byte < 0x20 || byte >= 0x7F) {
      result += std::format("\\x{:02X}", static_cast<unsigned>(byte));
    } else {
      result += c;
    }
  }
  return result;
}

/// Maps a range of values to a range of the picture.
struct axis {
  double from;
  double to;
  double start;
  double end;

  [[nodiscard]] double at(double value) const { return start + (value - from) / (to - from) * (end - start); }
};

std::string label(double x, double y, std::string_view anchor, std::string_view text) {
  return std::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, xml_text(text));
}

std::string line(std::string_view look, double x1, double y1, double x2, double y2) {
  return std::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", look, x1, y1, x2,
                     y2);
}

/// 1, 2 and 5 times the powers of ten from `from` to `to`, or as many of them as there is room for.
std::vector<double> logarithmic_ticks(double from, double to) {
  const auto is_wide = to / from > 1'000;
  std::vector<double> ticks;
  for (double power = 1; power <= to; power *= 10) {
    for (const double step : {1.0, 2.0, 5.0}) {
      if (const auto tick = power * step; tick >= from && tick <= to && (step == 1 || !is_wide)) {
        ticks.push_back(tick);
      }
    }
  }
  return ticks;
}

/// A step of 1, 2, 2.5 or 5 times a power of ten, with which four to ten steps reach `most`.
double linear_step(double most) {
  const auto power = std::pow(10, std::floor(std::log10(most / 4)));
  double best = power;
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (power * factor <= most / 4) {
      best = power * factor;
    }
  }
  return best;
}

std::string axes(const panel& chart, const axis& x, const axis& y) {
  std::string text;
  const auto step = linear_step(y.to);
  for (int count = 0; step * count <= y.to * 1.0001; ++count) {
    const auto value = step * count;
    text += line("grid", left, y.at(value), right, y.at(value));
    text += label(left - 8, y.at(value) + 4, "end", std::format("{:g}", value));
  }
  auto ticks = logarithmic_ticks(std::pow(10, x.from) * 0.9999, std::pow(10, x.to) * 1.0001);
  if (ticks.size() < 2 && !chart.curves.empty() && !chart.curves.front().points.empty()) {
    ticks = {chart.curves.front().points.front().x, chart.curves.front().points.back().x};
    ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
  }
  for (const auto tick : ticks) {
    const auto place = x.at(std::log10(tick));
    text += line("axis", place, bottom, place, bottom + 5);
    text += label(place, bottom + 20, "middle", std::format("{:.0f}", tick));
  }
  text += line("axis", left, bottom, right, bottom) + line("axis", left, top, left, bottom);
  text += label((left + right) / 2, bottom + 42, "middle", chart.x_name);
  const auto middle = (top + bottom) / 2;
  text += std::format(
      "<text x=\"18\" y=\"{0:.1f}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {0:.1f})\">{1}</text>\n", middle,
      xml_text(chart.y_name));
  return text;
}

std::string drawn(const curve& shown, std::size_t number, const axis& x, const axis& y) {
  const auto look = number % looks;
  std::string line_points;
  std::string dots;
  for (const auto& [value_x, value_y] : shown.points) {
    const auto place_x = x.at(std::log10(value_x));
    const auto place_y = y.at(value_y);
    line_points += std::format("{}{:.1f},{:.1f}", line_points.empty() ? "" : " ", place_x, place_y);
    dots += std::format(
        "<circle class=\"d{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\"><title>{}: {:.2f} at {:.0f}</title></circle>\n",
        look, place_x, place_y, xml_text(shown.name), value_y, value_x);
  }
  const auto height_of_entry = top + 8 + 22 * static_cast<double>(number);
  return std::format("<polyline class=\"c{}\" points=\"{}\"/>\n{}", look, line_points, dots) +
         line(std::format("c{}", look), right + 20, height_of_entry, right + 50, height_of_entry) +
         label(right + 58, height_of_entry + 4, "start", shown.name);
}

std::string drawn(const panel& chart, double down) {
  auto least_x = std::numeric_limits<double>::max();
  double most_x = 1;
  double most_y = 0;
  for (const auto& each : chart.curves) {
    for (const auto& [x, y] : each.points) {
      least_x = std::min(least_x, x);
      most_x = std::max(most_x, x);
      most_y = std::max(most_y, y);
    }
  }
  // One capacity alone is a point in the middle.
  const auto is_point = !(least_x < most_x);
  const axis x{std::log10(std::min(least_x, most_x)) - (is_point ? 0.5 : 0), std::log10(most_x) + (is_point ? 0.5 : 0),
               left, right};
  const axis y{0, most_y > 0 ? most_y * 1.05 : 1, bottom, top};
  auto text = std::format("<g transform=\"translate(0 {:.0f})\">\n<text class=\"title\" x=\"{}\" y=\"24\">{}</text>\n",
                          down, left, xml_text(chart.title)) +
              axes(chart, x, y);
  for (std::size_t number = 0; number < chart.curves.size(); ++number) {
    text += drawn(chart.curves[number], number, x, y);
  }
  return text + "</g>\n";
}

/// What a page gives to draw on and with. The curves can be told apart by the colour-blind too, and by their dashes.
struct colours {
  std::string_view page;
  std::string_view ink;
  std::string_view faint;
  std::array<std::string_view, looks> curves;
};

inline constexpr colours light{
    "#ffffff",
    "#1f2328",
    "#d8dee4",
    {"#57606a", "#0072b2", "#d55e00", "#009e73", "#c2408f", "#b58900", "#3a9bd9", "#1f2328"},
};
inline constexpr colours dark{
    "#0d1117",
    "#e6edf3",
    "#30363d",
    {"#9aa4af", "#4aa3df", "#ff8c42", "#2fcf9f", "#f08ac8", "#e6c14c", "#8fd0ff", "#e6edf3"},
};

/// Written out rather than by variables, which not every program that shows SVG knows.
std::string rules(const colours& of) {
  auto text =
      std::format(".page {{ fill: {0}; }}\ntext {{ fill: {1}; }}\n.axis {{ stroke: {1}; }}\n.grid {{ stroke: {2}; }}\n",
                  of.page, of.ink, of.faint);
  for (std::size_t look = 0; look < looks; ++look) {
    text += std::format(".c{0} {{ stroke: {1}; }}\n.d{0} {{ fill: {1}; }}\n", look, of.curves[look]);
  }
  return text;
}

std::string styles() {
  constexpr std::array<std::string_view, looks> dashes{"none", "7 3", "2 3", "9 3 2 3", "none", "4 2", "1 2", "none"};
  std::string text = "<style>\ntext { font: 12px sans-serif; }\n.title { font-size: 14px; font-weight: bold; }\n";
  for (std::size_t look = 0; look < looks; ++look) {
    text += std::format(".c{} {{ fill: none; stroke-width: 2; stroke-dasharray: {}; }}\n", look, dashes[look]);
  }
  return text + rules(light) + "@media (prefers-color-scheme: dark) {\n" + rules(dark) + "}\n</style>\n";
}

}  // namespace replay

export namespace replay {

/// The panels one below the other. A name is shown in plain characters, whatever it is made of.
[[nodiscard]] std::string svg_of(std::span<const panel> panels) {
  const auto all = height * static_cast<double>(std::max<std::size_t>(panels.size(), 1));
  auto text = std::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "role=\"img\">\n{2}<rect class=\"page\" width=\"{0:.0f}\" height=\"{1:.0f}\"/>\n",
      width, all, styles());
  for (std::size_t number = 0; number < panels.size(); ++number) {
    text += drawn(panels[number], height * static_cast<double>(number));
  }
  return text + "</svg>\n";
}

}  // namespace replay
