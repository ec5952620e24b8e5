#include "eigenlex/explore/served_host.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace eigenlex {

bool is_served_host(std::string_view header, std::span<const std::string> names) {
  std::string name(header);
  const std::size_t colon = name.rfind(':');
  if (colon != std::string::npos && name.find(']', colon) == std::string::npos) name.erase(colon);
  std::ranges::transform(name, name.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  in6_addr address{};
  if (name.starts_with('[') && name.ends_with(']')) {
    return ::inet_pton(AF_INET6, name.substr(1, name.size() - 2).c_str(), &address) == 1;
  }
  return name == "localhost" || ::inet_pton(AF_INET, name.c_str(), &address) == 1 ||
         std::ranges::find(names, name) != names.end();
}

}  // namespace eigenlex
