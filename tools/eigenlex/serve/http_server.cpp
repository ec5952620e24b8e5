#include "http_server.hpp"

#include "eigenlex/core/error.hpp"
#include "eigenlex/explore/served_host.hpp"

#ifdef EIGENLEX_HAS_HTTP
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <sys/socket.h>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "connection.hpp"
#include "turns.hpp"
#endif

namespace eigenlex::tool {

#ifdef EIGENLEX_HAS_HTTP
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kThreads = 64;
constexpr std::size_t kMostWaiting = 256;
constexpr int kMostRequestsOfConnection = 1000;
constexpr milliseconds kMostIdleTime{5000};
constexpr milliseconds kLookAgainTime{50};
/// A client that has just come may take a while to ask.
constexpr milliseconds kLeastFirstIdleTime{1000};
constexpr std::chrono::seconds kMostWaitForProcessor{20};

constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string refusal_json(std::string_view message) {
  return nlohmann::json{{"error", {{"message", message}}}}.dump();
}

/// What is sent where httplib read no request.
std::string raw_refusal(int status, std::string_view reason) {
  const std::string body = refusal_json(reason);
  return fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
      "Cache-Control: no-store\r\nConnection: close\r\n\r\n{}",
      status, reason, body.size(), body);
}

/// Threads that each hold a connection, and a line of those that wait for one. httplib's own pool
/// has a line without an end.
class Workers final : public httplib::TaskQueue {
 public:
  explicit Workers(std::atomic<std::size_t>& waiting) : pool_(kThreads), waiting_(waiting) {}

  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));
  Enqueued enqueue(std::function<void()> job) override {
    if (waiting_ >= kMostWaiting) {
      is_refusing = true;
      job();
      is_refusing = false;
    } else {
      ++waiting_;
      pool_.enqueue([this, job = std::move(job)] {
        --waiting_;
        job();
      });
    }
    return Enqueued(true);
  }
  void shutdown() override { pool_.shutdown(); }

  /// Whether what this thread is given is only to be told to come again.
  static thread_local bool is_refusing;

 private:
  httplib::ThreadPool pool_;
  std::atomic<std::size_t>& waiting_;
};

thread_local bool Workers::is_refusing = false;

/// httplib's server, which parses requests and lays out answers, with connections of our own: it
/// would let a request go on for ever, grow without limit and hold a thread while it is idle.
class BoundedServer final : public httplib::Server {
 public:
  BoundedServer() {
    new_task_queue = [this] { return new Workers(waiting_); };
    // Its own options let two servers share a port.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    set_tcp_nodelay(true);
  }

  /// Its own line of connections to be accepted holds five.
  bool lengthen_backlog() { return ::listen(svr_sock_, SOMAXCONN) == 0; }

 private:
  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket);
    const bool done = Workers::is_refusing ? refuse(connection, 503, "Service Unavailable")
                                           : answer_requests(connection);
    if (done && !Workers::is_refusing) connection.end();
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return done;
  }

  bool answer_requests(Connection& connection) {
    for (int i = 1; i <= kMostRequestsOfConnection; ++i) {
      if (!await_request(connection, i == 1 ? kLeastFirstIdleTime : kLookAgainTime)) return true;
      connection.begin_request();
      bool is_last = i == kMostRequestsOfConnection;
      const bool read = answer_one(connection, is_last);
      if (connection.refusal() == 408) return refuse(connection, 408, "Request Timeout");
      if (connection.refusal() == 431) {
        return refuse(connection, 431, "Request Header Fields Too Large");
      }
      if (!connection.flush()) return false;
      if (!read || is_last) return true;
    }
    return true;
  }

  /// Whether a request comes. Where connections wait for a thread, one that has been idle for long
  /// enough is ended.
  bool await_request(const Connection& connection, milliseconds enough) const {
    for (milliseconds idle{0}; idle < kMostIdleTime; idle += kLookAgainTime) {
      if (connection.wait(kLookAgainTime)) return true;
      if (waiting_ > 0 && idle + kLookAgainTime >= enough) return false;
    }
    return false;
  }

  /// Has httplib read a request and write its answer.
  bool answer_one(Connection& connection, bool& is_last) {
    const bool close = is_last;
    const auto set_up = [&](httplib::Request& request) {
      // Parts of an answer and compression, which multiply what a request costs, are not offered.
      request.ranges.clear();
      request.headers.erase("Accept-Encoding");
      // No request needs a body, and none is read: what follows would be taken for a request.
      const bool has_body = request.has_header("Transfer-Encoding") ||
                            (request.has_header("Content-Length") &&
                             request.get_header_value("Content-Length") != "0");
      if (!has_body) return;
      is_last = true;
      request.headers.erase("Expect");
      request.headers.erase("Connection");
      request.set_header("Connection", "close");
    };
    const auto process = [&](auto& stream) {
      if constexpr (requires { this->process_request(stream, close, is_last, set_up); }) {
        return this->process_request(stream, close, is_last, set_up);
      } else {  // From 0.18 on.
        return this->process_request(stream, "", 0, "", 0, close, is_last, set_up);
      }
    };
    return process(connection);
  }

  static bool refuse(Connection& connection, int status, std::string_view reason) {
    connection.begin_request();
    const std::string text = raw_refusal(status, reason);
    connection.write(text.data(), text.size());
    return connection.flush();
  }

  std::atomic<std::size_t> waiting_{0};
};

void set_refusal(httplib::Response& response, int status, std::string_view message) {
  response.status = status;
  response.set_content(refusal_json(message), "application/json");
}

}  // namespace

struct HttpServer::Parts {
  HttpServerOptions options;
  Handler handler;
  BoundedServer server;
  Turns processors{std::max(1, static_cast<int>(std::thread::hardware_concurrency()))};
  int port = 0;

  void answer(const httplib::Request& request, httplib::Response& response);
  void compute(const httplib::Request& request, httplib::Response& response);
};

void HttpServer::Parts::answer(const httplib::Request& request, httplib::Response& response) {
  response.set_header("Cache-Control", "no-store");
  if (!options.allowed_origin.empty()) {
    response.set_header("Access-Control-Allow-Origin", options.allowed_origin);
    response.set_header("Vary", "Origin");
  }
  if (request.get_header_value_count("Host") != 1) {
    set_refusal(response, 400, "a request must have one Host header");
  } else if (!is_served_host(request.get_header_value("Host"), options.hosts)) {
    set_refusal(response, 421, "this server is not known by the name in the Host header");
  } else if (request.method == "OPTIONS") {
    response.status = 200;
    response.set_header("Allow", "GET, HEAD, OPTIONS");
  } else if (request.method != "GET" && request.method != "HEAD") {
    set_refusal(response, 405, "only GET and HEAD are answered");
    response.set_header("Allow", "GET, HEAD, OPTIONS");
  } else if (!processors.begin(kMostWaitForProcessor)) {
    set_refusal(response, 503, "too much is being asked at a time; ask again");
  } else {
    compute(request, response);
    processors.end();
  }
}

void HttpServer::Parts::compute(const httplib::Request& request, httplib::Response& response) {
  try {
    HttpReply reply = handler(request.target);
    response.status = reply.status;
    if (reply.may_be_kept) {
      response.headers.erase("Cache-Control");
      response.set_header("Cache-Control", "no-cache");
    }
    response.set_header("Content-Type", reply.type);
    response.body = std::move(reply.body);
  } catch (const std::exception&) {
    // What it says may name a path of this machine.
    set_refusal(response, 500, "the answer could not be made");
  }
}

HttpServer::HttpServer(const HttpServerOptions& options, Handler handler)
    : parts_(std::make_unique<Parts>()) {
  parts_->options = options;
  parts_->handler = std::move(handler);
  BoundedServer& server = parts_->server;
  server.set_default_headers({{"Content-Security-Policy", std::string(kPolicy)},
                              {"X-Content-Type-Options", "nosniff"},
                              {"X-Frame-Options", "DENY"},
                              {"Referrer-Policy", "no-referrer"},
                              {"Cross-Origin-Opener-Policy", "same-origin"},
                              {"Cross-Origin-Resource-Policy",
                               options.allowed_origin.empty() ? "same-origin" : "cross-origin"},
                              {"Accept-Ranges", "none"}});
  // Before httplib's routes, which are regular expressions that a long path takes the stack of.
  server.set_pre_routing_handler([parts = parts_.get()](const auto& request, auto& response) {
    parts->answer(request, response);
    return httplib::Server::HandlerResponse::Handled;
  });
  errno = 0;
  parts_->port = options.port == 0 ? server.bind_to_any_port(options.address)
                 : server.bind_to_port(options.address, options.port) ? options.port
                                                                      : -1;
  if (parts_->port < 0 || !server.lengthen_backlog()) {
    throw IoError::from_errno(fmt::format("{}:{}", options.address, options.port), "listen", errno);
  }
}

int HttpServer::port() const { return parts_->port; }

void HttpServer::run() {
  if (!parts_->server.listen_after_bind()) {
    throw IoError::from_errno(fmt::format("{}:{}", parts_->options.address, parts_->port), "accept",
                              errno);
  }
}

#else

struct HttpServer::Parts {};

HttpServer::HttpServer(const HttpServerOptions& /*options*/, Handler /*handler*/) {
  throw OptionError("serve", "this build",
                    "has no server: install libcpp-httplib-dev and build again; --static needs "
                    "none");
}

int HttpServer::port() const { return 0; }

void HttpServer::run() {}

#endif

HttpServer::~HttpServer() = default;

}  // namespace eigenlex::tool
