#include "http/assets.h"

#include <algorithm>
#include <utility>

#include "http/ascii.h"
#include "http/negotiate.h"

namespace http {
namespace {

// If-None-Match compares weakly (RFC 9110, section 13.1.2).
bool names(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    auto one = trim(take_until(header, ','));
    if (one.starts_with("W/")) {
      one.remove_prefix(2);
    }
    if (one == "*" || one == etag) {
      return true;
    }
  }
  return false;
}

}  // namespace

// A list may stand in several lines (RFC 9110, section 5.3).
bool is_current(const Request& request, std::string_view etag) {
  return std::ranges::any_of(request.headers, [&](const Header& each) {
    return iequals(each.name, "If-None-Match") && names(each.value, etag);
  });
}

Assets::Form Assets::make_form(const Asset& asset, std::string_view coding,
                               std::string_view content) {
  std::string etag(asset.etag);
  if (!coding.empty()) {
    etag.insert(etag.size() - 1, "-" + std::string(coding));
  }
  const auto describe = [&](int status) {
    Response response(status);
    response.header("ETag", etag).header("Vary", "Accept-Encoding");
    response.header("Cache-Control", asset.immutable ? "public, max-age=31536000, immutable"
                                                     : "public, max-age=0, must-revalidate");
    if (status == 200) {
      response.header("Content-Type", asset.type);
      if (!coding.empty()) {
        response.header("Content-Encoding", coding);
      }
    }
    return response;
  };
  return {.coding = std::string(coding),
          .etag = etag,
          .whole = Prepared(describe(200), content),
          .not_modified = Prepared(describe(304))};
}

Assets::Assets(std::span<const Asset> table) {
  for (const auto& asset : table) {
    // In the order of preference among equals.
    auto& forms = entries_[std::string(asset.path)];
    if (!asset.brotli.empty()) {
      forms.push_back(make_form(asset, "br", asset.brotli));
    }
    if (!asset.gzip.empty()) {
      forms.push_back(make_form(asset, "gzip", asset.gzip));
    }
    forms.push_back(make_form(asset, "", asset.identity));
  }
}

std::optional<Response> Assets::find(const Request& request) const {
  const auto found = entries_.find(request.path);
  if (found == entries_.end()) {
    return std::nullopt;
  }
  const auto accepted = request.header("Accept-Encoding").value_or("");
  // Identity stands last and is given to whoever accepts nothing: better that than a 406.
  const Form* best = &found->second.back();
  int best_weight = 0;
  for (const auto& form : found->second) {
    const int weight = form.coding.empty() ? 0 : coding_weight(accepted, form.coding);
    if (weight > best_weight) {
      best = &form;
      best_weight = weight;
    }
  }
  return Response::prepared(is_current(request, best->etag) ? best->not_modified : best->whole);
}

std::vector<std::string> Assets::paths() const {
  std::vector<std::string> out;
  out.reserve(entries_.size());
  for (const auto& [path, forms] : entries_) {
    out.push_back(path);
  }
  return out;
}

std::vector<Route> routes(const Assets& assets) {
  std::vector<Route> rows;
  rows.reserve(assets.paths().size());
  for (auto& path : assets.paths()) {
    rows.push_back({.pattern = std::move(path),
                    .handler = [&assets](Request& request) -> base::Result<Response> {
                      auto response = assets.find(request);
                      if (!response) {
                        return base::reject(base::ErrorCode::not_found, "RFC9110-15.5.5", "");
                      }
                      return *std::move(response);
                    },
                    .runs = Runs::on_loop});
  }
  return rows;
}

}  // namespace http
