#include "report.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "eigenlex/core/file.hpp"

#include "../embed.hpp"

EIGENLEX_EMBED(report_template, EIGENLEX_REPORT_FOLDER "/report.html")
EIGENLEX_EMBED(report_style, EIGENLEX_REPORT_FOLDER "/report.css")
EIGENLEX_EMBED(report_script, EIGENLEX_REPORT_FOLDER "/report.js")
#ifdef EIGENLEX_CHART_LIBRARY
EIGENLEX_EMBED(chart_library, EIGENLEX_CHART_LIBRARY)
#else
static std::string_view chart_library() { return {}; }
#endif

namespace eigenlex::tool {
namespace {

/// Puts `value` in the place of the only occurrence of `mark`.
void fill(std::string& page, std::string_view mark, std::string_view value) {
  const std::size_t place = page.find(mark);
  if (place != std::string::npos) page.replace(place, mark.size(), value);
}

/// The text with `to` in all places of `from`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
    result.append(text, 0, at).append(to);
    text.remove_prefix(at + from.size());
  }
  return result.append(text);
}

/// Program text that may stand in a script element.
std::string script_for_html(std::string_view script) {
  return replaced(script, "</script", "<\\/script");
}

/// JSON that may stand in a script element of HTML whatever its strings hold: no `<`, `>` or `&`,
/// no line separators of Unicode.
std::string json_for_html(const nlohmann::ordered_json& value) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEscapes{
      {{"<", "\\u003c"},
       {">", "\\u003e"},
       {"&", "\\u0026"},
       {"\xe2\x80\xa8", "\\u2028"},
       {"\xe2\x80\xa9", "\\u2029"}}};
  std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  for (const auto& [from, to] : kEscapes) text = replaced(text, from, to);
  return text;
}

}  // namespace

void write_report(const nlohmann::ordered_json& results, const std::filesystem::path& path) {
  std::string page(report_template());
  // The results last: nothing in them is taken for a mark.
  fill(page, "/*REPORT_CSS*/", report_style());
  fill(page, "/*CHART_LIBRARY*/", script_for_html(chart_library()));
  fill(page, "/*REPORT_JS*/", report_script());
  fill(page, "/*RESULTS*/", json_for_html(results));
  PendingPath pending(path, PendingPath::Kind::kFile);
  OutputFile file(pending.path());
  file.write(page);
  file.close();
  pending.commit();
}

}  // namespace eigenlex::tool
