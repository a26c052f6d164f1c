// Beast's parser, told what to do with what it finds: fields become views into the buffer they were
// read from, the body is gathered. No message, no container of fields, no copy of a header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/beast/http/basic_parser.hpp>

#include "http/message.h"

namespace http::wire {

class Parser final : public boost::beast::http::basic_parser<true> {
 public:
  using error_code = boost::beast::error_code;

  // Both are the connection's, and kept from one request to the next. The body has room for
  // whatever it is about to be given.
  Parser(std::vector<Header>& headers, std::string& body) : headers_(headers), body_(body) {
    headers_.clear();
    body_.clear();
    // Limits are ours: the header's are HeadCheck's, the body's depends on the route.
    header_limit(UINT32_MAX);
    body_limit(boost::none);
  }

  void limit_body(std::size_t octets) { body_limit_ = octets; }

  std::string_view method() const { return method_; }
  std::string_view target() const { return target_; }
  // Whether the failure is of size rather than of form.
  bool too_large() const { return too_large_; }

 private:
  using string_view = boost::beast::string_view;

  static std::string_view plain(string_view text) { return {text.data(), text.size()}; }

  void on_request_impl(boost::beast::http::verb, string_view method, string_view target, int,
                       error_code&) override {
    method_ = plain(method);
    target_ = plain(target);
  }
  void on_response_impl(int, string_view, int, error_code&) override {}

  void on_field_impl(boost::beast::http::field, string_view name, string_view value,
                     error_code& ec) override {
    if (header_done_) {
      // A trailer is a header that arrives after the decisions were taken (HP2).
      ec = boost::beast::http::error::bad_field;
      return;
    }
    headers_.push_back({plain(name), plain(value)});
  }

  void on_header_impl(error_code&) override { header_done_ = true; }

  void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code& ec) override {
    if (length && *length > body_limit_) {
      refuse_size(ec);
    }
  }

  std::size_t on_body_impl(string_view part, error_code& ec) override { return gather(part, ec); }

  void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override {
    // Nobody has a use for chunk extensions but smugglers and floods.
    if (!extensions.empty()) {
      ec = boost::beast::http::error::bad_chunk_extension;
    } else if (size > body_limit_ - body_.size()) {
      refuse_size(ec);
    }
  }

  std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code& ec) override {
    return gather(part, ec);
  }

  void on_finish_impl(error_code&) override {}

  std::size_t gather(string_view part, error_code& ec) {
    if (part.size() > body_limit_ - body_.size()) {
      refuse_size(ec);
      return 0;
    }
    body_.append(part.data(), part.size());
    return part.size();
  }

  void refuse_size(error_code& ec) {
    too_large_ = true;
    ec = boost::beast::http::error::body_limit;
  }

  std::vector<Header>& headers_;
  std::string& body_;
  std::size_t body_limit_ = 0;
  std::string_view method_;
  std::string_view target_;
  bool header_done_ = false;
  bool too_large_ = false;
};

}  // namespace http::wire
