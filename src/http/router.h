// The table of routes. One row says everything about a URL that is decided before its handler runs;
// what a row does not say is the strict default. Paths are compared byte for byte, after a check
// that leaves nothing to normalise (HP6): what matches is what was asked for.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace http {

// A failure is turned into an answer by the row's `on_error`, or the server's.
using Handler = std::function<base::Result<Response>(Request&)>;
// Nothing: ask the row's handler.
using QuickHandler = std::function<std::optional<base::Result<Response>>(Request&)>;
using ErrorAnswer = std::function<Response(const Request&, const base::Error&)>;

// Where a handler runs. On the loop: only what neither writes, nor waits, nor hashes slowly. On a
// fiber of the loop: what may wait for the database besides, and computes for no longer than a
// signature takes. Slow workers are a pool of their own, so that a flood of logins leaves tokens
// and sessions alone (DS1). A waiting worker waits for other servers.
enum class Runs { on_loop, on_loop_fiber, on_worker, on_slow_worker, on_waiting_worker };

enum class Body {
  none,  // whatever comes is read within 1 KiB and dropped
  form,  // application/x-www-form-urlencoded, else 415; 64 KiB
  json,  // application/json, else 415; 1 MiB
  any,   // the handler looks at Content-Type itself; 64 KiB
};

// Who may change state by this row. Ours: the Origin rule. Anyone: for endpoints no cookie opens.
enum class Origins { ours, anyone };

// Listed: exact origins of the Origin rule, with credentials. Anyone: `*`, never with credentials.
enum class Cors { none, listed, anyone };

struct Route {
  Method method = Method::get;  // a GET row answers HEAD as well
  std::string pattern;          // "/auth/{provider}/callback"
  Handler handler;
  // For a GET, or a form, whose answer is often remembered already: asked first, on the loop and so
  // under the loop's rule, after every check that the handler waits for. What it does not know the
  // handler is asked, where `runs` says. A body that is no form, or a long one, is the handler's
  // alone. Not beside a handler that runs on the loop itself.
  QuickHandler quick;
  Runs runs = Runs::on_worker;
  Body body = Body::none;
  std::size_t body_limit = 0;       // 0: as Body says
  Origins origins = Origins::ours;  // asked of POST, PUT, PATCH and DELETE
  Cors cors = Cors::none;
  ErrorAnswer on_error;
  // No request's row: it says by `cors` and `on_error` how what no row is for is refused at and
  // below its pattern, which has no names. It has no handler.
  bool around = false;
};

struct Match {
  const Route* route = nullptr;   // null with a non-empty `allow`: another method would do
  std::string_view allow;         // "GET, HEAD"
  const Route* around = nullptr;  // without a route: the longest that is around
};

class Router {
 public:
  // Two rows for one method and path, or a malformed pattern, are a fault of ours: the program does
  // not start.
  static base::Result<Router> from(std::vector<Route> rows);

  // Allocates nothing; fills request.params and request.route.
  Match match(Request& request) const;

  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

 private:
  struct Path;
  Router() = default;
  const Route* around(std::string_view path) const;

  std::vector<std::unique_ptr<Path>> paths_;
  std::map<std::string_view, const Path*, std::less<>> exact_;
  std::vector<const Path*> with_params_;
  std::vector<std::unique_ptr<Route>> around_;  // the longest first
};

// True when a path holds nothing that two readers could read differently: no escape, no empty or
// dotted segment (but the last may be empty), no ";", no backslash.
bool is_plain_path(std::string_view path);

}  // namespace http
