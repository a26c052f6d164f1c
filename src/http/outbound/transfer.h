// One request under way in curl: what it may do, what it has received, and who waits for it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "http/address.h"
#include "http/outbound/outcome.h"
#include "http/outbound/target.h"

namespace http::outbound {

struct Limits {
  std::string ca_file;
  std::chrono::milliseconds connect_time{3000};
  std::size_t header_bytes = std::size_t{16} * 1024;
};

class Transfer {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // The addresses have been checked; no other is connected to.
  Transfer(const Request& request, const Target& target, std::vector<Address> addresses,
           const Limits& limits, Deadline deadline);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_.get(); }
  std::future<Outcome<Answer>> outcome() { return promise_.get_future(); }

  // Once, when curl is done with it.
  void finish(CURLcode result);
  void cancel();

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
  };
  using List = std::unique_ptr<curl_slist, FreeList>;

  template <class Value>
  void set(CURLoption option, Value value);
  static void append(List& list, const std::string& line);

  void set_reach(const Target& target);
  void set_trust(const std::string& ca_file);
  void set_limits(const Limits& limits, Deadline deadline);
  void set_content(const Request& request);

  static std::size_t on_header(const char* octets, std::size_t, std::size_t size, void* self);
  static std::size_t on_body(const char* octets, std::size_t, std::size_t size, void* self);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);

  const std::string authority_;
  const std::vector<Address> addresses_;
  const std::size_t most_header_;
  const std::size_t most_body_;
  std::optional<Body> sent_;  // curl reads it from here
  List fields_;
  List pins_;
  std::unique_ptr<CURL, FreeHandle> handle_;
  std::array<char, CURL_ERROR_SIZE> problem_{};

  std::size_t header_ = 0;
  std::string body_;
  bool too_large_ = false;
  std::promise<Outcome<Answer>> promise_;
};

}  // namespace http::outbound
