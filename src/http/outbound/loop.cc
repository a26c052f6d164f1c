#include "http/outbound/loop.h"

#include <new>
#include <stdexcept>
#include <utility>

#include <pthread.h>

namespace http::outbound {
namespace {

// Whatever comes wakes the thread; this is only how often it looks when nothing does.
constexpr int kIdleMillis = 60'000;

}  // namespace

Loop::Library::Library() {
  if (::curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw std::runtime_error("libcurl does not start");
  }
}

Loop::Loop() : multi_(::curl_multi_init()) {
  if (!multi_) {
    throw std::bad_alloc();
  }
  thread_ = std::jthread([this] { run(); });
  ::pthread_setname_np(thread_.native_handle(), "outbound");
}

std::future<Outcome<Answer>> Loop::start(std::unique_ptr<Transfer> transfer) {
  auto outcome = transfer->outcome();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      transfer->cancel();
      return outcome;
    }
    given_.push_back(std::move(transfer));
  }
  ::curl_multi_wakeup(multi_.get());
  return outcome;
}

void Loop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ::curl_multi_wakeup(multi_.get());
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Loop::run() {
  while (take()) {
    int running = 0;
    ::curl_multi_perform(multi_.get(), &running);
    finish_those_done();
    ::curl_multi_poll(multi_.get(), nullptr, 0, kIdleMillis, nullptr);
  }
  for (const auto& [handle, transfer] : under_way_) {
    ::curl_multi_remove_handle(multi_.get(), handle);
    transfer->cancel();
  }
  under_way_.clear();
}

bool Loop::take() {
  std::vector<std::unique_ptr<Transfer>> given;
  bool stopping = false;
  {
    const std::lock_guard lock(mutex_);
    given.swap(given_);
    stopping = stopping_;
  }
  for (auto& transfer : given) {
    CURL* handle = transfer->handle();
    if (::curl_multi_add_handle(multi_.get(), handle) != CURLM_OK) {
      // Whoever waits for it would wait for ever.
      transfer->finish(CURLE_OUT_OF_MEMORY);
      continue;
    }
    under_way_.emplace(handle, std::move(transfer));
  }
  return !stopping;
}

void Loop::finish_those_done() {
  int left = 0;
  while (const CURLMsg* message = ::curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) {
      continue;
    }
    // The message is curl's and gone with the handle.
    CURL* handle = message->easy_handle;
    const CURLcode result = message->data.result;
    ::curl_multi_remove_handle(multi_.get(), handle);
    auto done = under_way_.extract(handle);
    done.mapped()->finish(result);
  }
}

}  // namespace http::outbound
