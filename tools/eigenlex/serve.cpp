#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/explore/explorer.hpp"
#include "eigenlex/explore/request.hpp"
#include "eigenlex/explore/static_answers.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"
#include "serve/http_server.hpp"
#include "serve/page_files.hpp"

namespace eigenlex::tool {
namespace {

constexpr int kMostPort = 65'535;

/// What tells a folder of these pages from others, which are not replaced.
constexpr std::string_view kSiteMarker = "data/models.json";

struct ServeArguments {
  std::string second_model;
  StaticAnswersOptions answers;
  HttpServerOptions server;
  Settings settings;
};

HttpReply page_reply(std::string_view path) {
  const auto files = page_files();
  const auto file = std::ranges::find(files, path, &PageFile::path);
  if (file == files.end()) {
    return {.status = 404, .body = R"({"error":{"message":"there is no such page"}})"};
  }
  return {.type = std::string(file->type), .body = std::string(file->bytes), .may_be_kept = true};
}

HttpReply reply_to(const Explorer& explorer, const std::string& target) {
  ExploreRequest request;
  try {
    request = parse_request_target(target);
  } catch (const FormatError& error) {
    return {.status = 400, .body = nlohmann::json{{"error", {{"message", error.what()}}}}.dump()};
  }
  if (request.path == "/") return page_reply("/index.html");
  if (request.path == "/api/openapi.json") return {.body = std::string(api_description())};
  if (request.path != "/api" && !request.path.starts_with("/api/")) return page_reply(request.path);
  ExploreAnswer answer = explorer.answer(request);
  return {.status = answer.status, .body = std::move(answer.json)};
}

/// A file of the page as it is where its answers are files.
std::string file_of_site(const PageFile& file) {
  constexpr std::string_view kFromServer = "data-source=\"api\"";
  std::string bytes(file.bytes);
  const std::size_t place = bytes.find(kFromServer);
  if (file.path == "/index.html" && place != std::string::npos) {
    bytes.replace(place, kFromServer.size(), "data-source=\"files\"");
  }
  return bytes;
}

void write_site(const Explorer& explorer, const ServeArguments& arguments, Console& console) {
  PendingPath pending(arguments.settings.output, PendingPath::Kind::kFolder, kSiteMarker);
  for (const PageFile& page : page_files()) {
    OutputFile file(pending.path() / page.path.substr(1));
    file.write(file_of_site(page));
    file.close();
  }
  const std::filesystem::path data = pending.path() / "data";
  std::filesystem::create_directory(data);
  write_static_answers(explorer, arguments.answers, data, console);
  pending.commit();
}

/// Listens, or says which option to change.
HttpServer listen(const HttpServerOptions& options, HttpServer::Handler handler) try {
  return HttpServer(options, std::move(handler));
} catch (const IoError& error) {
  throw IoError(fmt::format("{}; --port 0 takes any port that is free", error.what()));
}

bool is_of_this_machine(const std::string& address) {
  return address.starts_with("127.") || address == "localhost" || address == "::1";
}

void check(const ServeArguments& arguments) {
  if (arguments.server.port < 0 || arguments.server.port > kMostPort) {
    throw OptionError("--port", fmt::to_string(arguments.server.port),
                      fmt::format("must be in 0 .. {}", kMostPort));
  }
}

/// Where a page of this machine finds the server.
std::string url_of(const HttpServerOptions& options, int port) {
  const bool is_any = options.address == "0.0.0.0" || options.address == "::";
  std::string host = is_any ? "127.0.0.1" : options.address;
  if (host.find(':') != std::string::npos) host = fmt::format("[{}]", host);
  return fmt::format("http://{}:{}/", host, port);
}

void run(ServeArguments& arguments) {
  Settings& settings = arguments.settings;
  check(arguments);
  if (!settings.output.empty()) {
    check_output(settings, PendingPath::Kind::kFolder, kSiteMarker);
  }
  std::vector<std::filesystem::path> models{settings.model};
  for (std::string& host : arguments.server.hosts) host = CLI::detail::to_lower(host);
  if (!arguments.second_model.empty()) models.emplace_back(arguments.second_model);
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet);
  Explorer explorer = console.stage("open", [&] { return Explorer(models, settings.read); });
  if (!settings.output.empty()) {
    explorer.make_maps(console);
    return write_site(explorer, arguments, console);
  }
  HttpServer server = listen(arguments.server, [&explorer](const std::string& target) {
    return reply_to(explorer, target);
  });
  if (!is_of_this_machine(arguments.server.address)) {
    fmt::print(stderr,
               "eigenlex: other machines can ask too: anyone who reaches {} reads the model\n",
               arguments.server.address);
  }
  fmt::print("{}\n", url_of(arguments.server, server.port()));
  flush_results();
  // Until the program ends: the map is there as a whole or not at all.
  std::thread([&explorer, &console, threads = threads_of(settings)] {
    const ThreadCount count(threads);
    explorer.make_maps(console);
  }).detach();
  server.run();
}

}  // namespace

void add_serve_command(CLI::App& app) {
  auto arguments = std::make_shared<ServeArguments>();
  Settings& settings = arguments->settings;
  HttpServerOptions& server = arguments->server;
  CLI::App* command =
      app.add_subcommand("serve", "Show a model, or two side by side, in a browser");
  add_model_option(*command, settings);
  command->add_option("MODEL2", arguments->second_model, "A model to compare it with");
  command
      ->add_option("--bind", server.address,
                   "Address to listen on; others than this machine's "
                   "own let other machines ask")
      ->option_text("ADDRESS [127.0.0.1]");
  command->add_option("--port", server.port, "Port to listen on; 0 for any that is free");
  command
      ->add_option("--host", server.hosts,
                   "Name that the server may be asked by, besides "
                   "localhost and addresses in numbers")
      ->option_text("NAME");
  command
      ->add_option("--allow-origin", server.allowed_origin,
                   "Let pages of another origin, such "
                   "as https://example.org, read answers")
      ->option_text("ORIGIN");
  command
      ->add_option("--static", settings.output,
                   "Write the page with its answers as files, for "
                   "any web space, instead of serving it")
      ->option_text("DIR");
  add_field(*command, "--words", "StaticAnswersOptions.words", arguments->answers.words,
            "Most frequent words whose neighbours are written; 0 for all");
  command->add_flag("--force", settings.force, "Replace a page that was written before");
  add_threads_option(*command, settings);
  add_verify_option(*command, settings);
  add_quiet_option(*command, settings);
  command->footer(
      "Examples:\n  eigenlex serve models/gcide\n"
      "  eigenlex serve models/1900 models/2000 --port 0");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
