#include "report.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "eigenlex/core/file.hpp"

#include "embedded.hpp"

namespace eigenlex::tool {
namespace {

/// Puts `value` in the place of the only occurrence of `mark`.
void fill(std::string& page, std::string_view mark, std::string_view value) {
  const std::size_t place = page.find(mark);
  if (place != std::string::npos) page.replace(place, mark.size(), value);
}

/// Program text that may stand in a script element.
std::string script_for_html(std::string_view script) {
  std::string text(script);
  for (std::size_t at = text.find("</script"); at != std::string::npos;
       at = text.find("</script", at)) {
    text.replace(at, 2, "<\\/");
  }
  return text;
}

}  // namespace

std::string json_for_html(const nlohmann::ordered_json& value) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEscapes{
      {{"<", "\\u003c"},
       {">", "\\u003e"},
       {"&", "\\u0026"},
       {"\xe2\x80\xa8", "\\u2028"},
       {"\xe2\x80\xa9", "\\u2029"}}};
  std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  for (const auto& [from, to] : kEscapes) {
    std::string escaped;
    std::size_t begin = 0;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, begin)) {
      escaped.append(text, begin, at - begin).append(to);
      begin = at + from.size();
    }
    text = escaped.append(text, begin);
  }
  return text;
}

void write_report(const nlohmann::ordered_json& results, const std::filesystem::path& path) {
  std::string page(embedded_template());
  // The results last: nothing in them is taken for a mark.
  fill(page, "/*REPORT_CSS*/", embedded_style());
  fill(page, "/*CHART_LIBRARY*/", script_for_html(embedded_chart_library()));
  fill(page, "/*REPORT_JS*/", embedded_script());
  fill(page, "/*RESULTS*/", json_for_html(results));
  PendingPath pending(path, PendingPath::Kind::kFile);
  OutputFile file(pending.path());
  file.write(page);
  file.close();
  pending.commit();
}

}  // namespace eigenlex::tool
