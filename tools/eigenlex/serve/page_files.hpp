#pragma once

#include <span>
#include <string_view>

namespace eigenlex::tool {

/// A file of the explorer's page, which the program holds.
struct PageFile {
  std::string_view path;  ///< "/app.js"
  std::string_view type;
  std::string_view bytes;
};

/// All of them; the page itself is "/index.html".
std::span<const PageFile> page_files();

/// The description of the API (OpenAPI 3.1) in JSON.
std::string_view api_description();

}  // namespace eigenlex::tool
