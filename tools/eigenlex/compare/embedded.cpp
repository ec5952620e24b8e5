#include "embedded.hpp"

// The assembler includes the bytes of a file as they are (GNU as and Clang's).
#define EIGENLEX_EMBED(name, path)                                                   \
  __asm__(".section .rodata\n.global eigenlex_" #name                                \
          "_begin\n"                                                                 \
          "eigenlex_" #name "_begin:\n.incbin \"" path "\"\n.global eigenlex_" #name \
          "_end\neigenlex_" #name                                                    \
          "_end:\n"                                                                  \
          ".byte 0\n.text\n");                                                       \
  extern "C" const char eigenlex_##name##_begin[];                                   \
  extern "C" const char eigenlex_##name##_end[]

EIGENLEX_EMBED(report_template, EIGENLEX_REPORT_FOLDER "/report.html");
EIGENLEX_EMBED(report_style, EIGENLEX_REPORT_FOLDER "/report.css");
EIGENLEX_EMBED(report_script, EIGENLEX_REPORT_FOLDER "/report.js");
#ifdef EIGENLEX_CHART_LIBRARY
EIGENLEX_EMBED(chart_library, EIGENLEX_CHART_LIBRARY);
#endif

namespace eigenlex::tool {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view embedded_template() {
  return between(eigenlex_report_template_begin, eigenlex_report_template_end);
}
std::string_view embedded_style() {
  return between(eigenlex_report_style_begin, eigenlex_report_style_end);
}
std::string_view embedded_script() {
  return between(eigenlex_report_script_begin, eigenlex_report_script_end);
}
std::string_view embedded_chart_library() {
#ifdef EIGENLEX_CHART_LIBRARY
  return between(eigenlex_chart_library_begin, eigenlex_chart_library_end);
#else
  return {};
#endif
}

}  // namespace eigenlex::tool
