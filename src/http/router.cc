#include "http/router.h"

#include <algorithm>
#include <array>

#include "http/ascii.h"

namespace http {
namespace {

using base::ErrorCode;
using base::reject;

constexpr std::size_t kMethodCount = 7;

std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

bool is_param(std::string_view segment) {
  return segment.size() > 2 && segment.starts_with('{') && segment.ends_with('}');
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  path.remove_prefix(1);
  do {
    segments.push_back(take_until(path, '/'));
  } while (!path.empty());
  return segments;
}

// The pattern with its names left out: two patterns of one shape match the same paths.
std::string shape_of(std::string_view pattern) {
  std::string shape;
  for (const auto segment : segments_of(pattern)) {
    shape.append("/").append(is_param(segment) ? std::string_view("{}") : segment);
  }
  return shape;
}

bool is_pattern(std::string_view pattern) {
  if (!pattern.starts_with('/') || (pattern.size() > 1 && pattern.ends_with('/'))) {
    return false;
  }
  std::size_t params = 0;
  std::string plain;
  for (const auto segment : segments_of(pattern)) {
    const bool param = is_param(segment);
    params += param ? 1 : 0;
    plain.append("/").append(param ? segment.substr(1, segment.size() - 2) : segment);
  }
  return params <= kMaxParams && is_plain_path(plain);
}

bool is_row(const Route& row) {
  if (row.around) {
    return is_pattern(row.pattern) && !row.pattern.contains('{') && !row.handler && !row.quick;
  }
  const bool quick_has_a_reason =
      (row.method == Method::get || row.body == Body::form) && row.runs != Runs::on_loop;
  return is_pattern(row.pattern) && row.handler && (!row.quick || quick_has_a_reason);
}

}  // namespace

struct Router::Path {
  std::string pattern;
  std::vector<std::string_view> segments;  // of pattern
  std::array<std::optional<Route>, kMethodCount> rows;
  std::string allow;

  bool match(Request& request) const {
    std::string_view rest = request.path.substr(1);
    std::size_t params = 0;
    request.params = {};  // a pattern that failed halfway has left some
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const bool last = i + 1 == segments.size();
      const auto slash = rest.find('/');
      if (last != (slash == std::string_view::npos)) {
        return false;
      }
      const auto segment = rest.substr(0, slash);
      rest = last ? std::string_view{} : rest.substr(slash + 1);
      if (!is_param(segments[i])) {
        if (segment != segments[i]) {
          return false;
        }
      } else if (segment.empty()) {
        return false;
      } else {
        request.params[params++] = {segments[i].substr(1, segments[i].size() - 2), segment};
      }
    }
    return true;
  }

  const Route* row(Method method) const {
    const auto& exact = rows[index_of(method)];
    if (exact) {
      return &*exact;
    }
    const auto& get = rows[index_of(Method::get)];
    return method == Method::head && get ? &*get : nullptr;
  }

  void list_methods() {
    for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::del, Method::options}) {
      if (row(method) != nullptr) {
        allow.append(allow.empty() ? "" : ", ").append(to_string(method));
      }
    }
  }
};

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

base::Result<Router> Router::from(std::vector<Route> rows) {
  Router router;
  std::map<std::string, Path*, std::less<>> by_shape;
  for (auto& row : rows) {
    if (!is_row(row)) {
      return reject(ErrorCode::internal, "", "", "malformed route: " + row.pattern);
    }
    if (row.around) {
      router.around_.push_back(std::make_unique<Route>(std::move(row)));
      continue;
    }
    auto& path = by_shape[shape_of(row.pattern)];
    if (path == nullptr) {
      path = router.paths_.emplace_back(std::make_unique<Path>()).get();
      path->pattern = row.pattern;
      path->segments = segments_of(path->pattern);
    }
    auto& place = path->rows[index_of(row.method)];
    if (place || path->pattern != row.pattern) {
      return reject(ErrorCode::internal, "", "", "two routes for " + row.pattern);
    }
    place = std::move(row);
  }
  for (const auto& path : router.paths_) {
    path->list_methods();
    const bool params = std::any_of(path->segments.begin(), path->segments.end(), is_param);
    if (params) {
      router.with_params_.push_back(path.get());
    } else {
      router.exact_.emplace(path->pattern, path.get());
    }
  }
  // A literal segment is meant before a parameter: /users/{id}/mail before /users/{id}/{part}.
  const auto before = [](const Path* a, const Path* b) {
    return std::lexicographical_compare(
        a->segments.begin(), a->segments.end(), b->segments.begin(), b->segments.end(),
        [](std::string_view x, std::string_view y) { return !is_param(x) && is_param(y); });
  };
  std::sort(router.with_params_.begin(), router.with_params_.end(),
            [&](const Path* a, const Path* b) {
              return before(a, b) || (!before(b, a) && a->pattern < b->pattern);
            });
  std::ranges::sort(router.around_, std::ranges::greater(),
                    [](const auto& row) { return row->pattern.size(); });
  return router;
}

const Route* Router::around(std::string_view path) const {
  const auto found = std::ranges::find_if(around_, [path](const auto& row) {
    return path == row->pattern || path.starts_with(row->pattern + "/");
  });
  return found == around_.end() ? nullptr : found->get();
}

Match Router::match(Request& request) const {
  if (!request.path.starts_with('/')) {
    return {};
  }
  const Path* path = nullptr;
  if (const auto found = exact_.find(request.path); found != exact_.end()) {
    path = found->second;
  } else {
    const auto fits = std::find_if(with_params_.begin(), with_params_.end(),
                                   [&](const Path* one) { return one->match(request); });
    path = fits == with_params_.end() ? nullptr : *fits;
  }
  if (path == nullptr) {
    request.params = {};
    return {.around = around(request.path)};
  }
  request.route = path->pattern;
  const Route* row = path->row(request.method);
  return {.route = row,
          .allow = path->allow,
          .around = row == nullptr ? around(request.path) : nullptr};
}

bool is_plain_path(std::string_view path) {
  if (!path.starts_with('/')) {
    return false;
  }
  std::size_t start = 1;
  for (std::size_t i = 1; i <= path.size(); ++i) {
    if (i < path.size() && path[i] != '/') {
      const char c = path[i];
      if (!is_alpha(c) && !is_digit(c) && !std::string_view("-._~!$&'()*+,=:@").contains(c)) {
        return false;
      }
      continue;
    }
    const auto segment = path.substr(start, i - start);
    if (segment == "." || segment == ".." || (segment.empty() && i < path.size())) {
      return false;
    }
    start = i + 1;
  }
  return true;
}

}  // namespace http
