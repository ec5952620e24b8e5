#include "page_files.hpp"

#include <array>

#include "../embed.hpp"

EIGENLEX_EMBED(page_html, EIGENLEX_PAGE_FOLDER "/index.html")
EIGENLEX_EMBED(page_style, EIGENLEX_PAGE_FOLDER "/style.css")
EIGENLEX_EMBED(page_analogy, EIGENLEX_PAGE_FOLDER "/analogy.js")
EIGENLEX_EMBED(page_app, EIGENLEX_PAGE_FOLDER "/app.js")
EIGENLEX_EMBED(page_classes, EIGENLEX_PAGE_FOLDER "/classes.js")
EIGENLEX_EMBED(page_combobox, EIGENLEX_PAGE_FOLDER "/combobox.js")
EIGENLEX_EMBED(page_dom, EIGENLEX_PAGE_FOLDER "/dom.js")
EIGENLEX_EMBED(page_file_source, EIGENLEX_PAGE_FOLDER "/files.js")
EIGENLEX_EMBED(page_labels, EIGENLEX_PAGE_FOLDER "/labels.js")
EIGENLEX_EMBED(page_map, EIGENLEX_PAGE_FOLDER "/map.js")
EIGENLEX_EMBED(page_near, EIGENLEX_PAGE_FOLDER "/near.js")
EIGENLEX_EMBED(page_source, EIGENLEX_PAGE_FOLDER "/source.js")
EIGENLEX_EMBED(page_state, EIGENLEX_PAGE_FOLDER "/state.js")
EIGENLEX_EMBED(page_why, EIGENLEX_PAGE_FOLDER "/why.js")
EIGENLEX_EMBED(page_api, EIGENLEX_PAGE_FOLDER "/openapi.json")

namespace eigenlex::tool {

std::span<const PageFile> page_files() {
  constexpr std::string_view kScript = "text/javascript; charset=utf-8";
  static const auto kFiles = std::to_array<PageFile>({
      {"/index.html", "text/html; charset=utf-8", page_html()},
      {"/style.css", "text/css; charset=utf-8", page_style()},
      {"/analogy.js", kScript, page_analogy()},
      {"/app.js", kScript, page_app()},
      {"/classes.js", kScript, page_classes()},
      {"/combobox.js", kScript, page_combobox()},
      {"/dom.js", kScript, page_dom()},
      {"/files.js", kScript, page_file_source()},
      {"/labels.js", kScript, page_labels()},
      {"/map.js", kScript, page_map()},
      {"/near.js", kScript, page_near()},
      {"/source.js", kScript, page_source()},
      {"/state.js", kScript, page_state()},
      {"/why.js", kScript, page_why()},
  });
  return kFiles;
}

std::string_view api_description() { return page_api(); }

}  // namespace eigenlex::tool
