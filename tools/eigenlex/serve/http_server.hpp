#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace eigenlex::tool {

/// What is sent for a request.
struct HttpReply {
  int status = 200;
  std::string type = "application/json";
  std::string body = {};
  bool may_be_kept = false;  ///< whether a browser may keep it, to ask whether it is still so
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";  ///< that is listened on
  int port = 8765;                    ///< 0 for any that is free
  std::vector<std::string> hosts;     ///< names that it may be asked by, besides localhost
  std::string allowed_origin;         ///< of pages elsewhere that may read answers; empty for none
};

/// A server of HTTP/1.1 for GET and HEAD. It takes requests of at most 8 KB, each within five
/// seconds; what asks beyond 64 connections and 256 that wait is told to come again. The answers
/// of as many requests as there are processors are computed at a time.
class HttpServer {
 public:
  /// Gives the reply to the target of a request, as "/path?query"; called by many threads.
  using Handler = std::function<HttpReply(const std::string& target)>;

  /// Listens. Throws IoError where the address or port cannot be had, OptionError in a build
  /// without a server.
  HttpServer(const HttpServerOptions& options, Handler handler);
  ~HttpServer();

  /// The port that it listens on.
  int port() const;
  /// Answers until the program ends. Throws IoError where it cannot go on.
  void run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace eigenlex::tool
