#include "base/log.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <poll.h>
#include <unistd.h>

#include "base/json.h"

namespace base {
namespace {

// How long a line may lie before it is written, so that many go by one system call.
constexpr std::chrono::milliseconds kGather{20};
constexpr std::size_t kEnough = 64 * 1024;
constexpr std::size_t kMostHeld = 4 * 1024 * 1024;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warn:
      return "warn";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

class StderrSink final : public LogSink {
 public:
  StderrSink() : writer_([this] { run(); }) {}
  ~StderrSink() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    writer_.join();
  }
  StderrSink(const StderrSink&) = delete;
  StderrSink& operator=(const StderrSink&) = delete;

  void write(LogLevel level, std::string line) override {
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      if (held_.size() + line.size() > kMostHeld) {
        ++lost_;
        return;
      }
      wake = held_.empty();
      held_ += line;
      held_ += '\n';
      if (!urgent_ && (level >= LogLevel::warn || held_.size() > kEnough)) {
        urgent_ = true;
        wake = true;
      }
    }
    if (wake) {
      wake_.notify_one();
    }
  }

 private:
  void run() {
    std::string going;
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !held_.empty(); });
      wake_.wait_for(lock, kGather, [this] { return stopping_ || urgent_; });
      if (held_.empty()) {
        return;
      }
      going.clear();
      going.swap(held_);
      urgent_ = false;
      if (lost_ > 0) {
        going +=
            "{\"level\":\"warn\",\"event\":\"log.lost\",\"lines\":" + std::to_string(lost_) + "}\n";
        lost_ = 0;
      }
      lock.unlock();
      write_all(going);
      lock.lock();
    }
  }

  // Where standard error takes nothing there is nobody left to tell.
  static void write_all(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
      if (written > 0) {
        text.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno == EAGAIN) {
        pollfd full{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
        ::poll(&full, 1, -1);
      } else if (errno != EINTR) {
        return;
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::string held_;
  std::size_t lost_ = 0;
  bool urgent_ = false;
  bool stopping_ = false;
  std::thread writer_;
};

void append_value(std::string& line, const Field& field) {
  std::visit(
      [&line](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::string_view>) {
          append_json_string(line, value);
        } else if constexpr (std::is_same_v<Value, bool>) {
          line += value ? "true" : "false";
        } else if constexpr (std::is_same_v<Value, double>) {
          line += std::isfinite(value) ? std::to_string(value) : "null";
        } else {
          line += std::to_string(value);
        }
      },
      field.value());
}

}  // namespace

std::unique_ptr<LogSink> make_stderr_sink() { return std::make_unique<StderrSink>(); }

void Log::write(LogLevel level, std::string_view event, Fields fields) {
  if (level < least_) {
    return;
  }
  std::string line;
  line.reserve(256);
  line += "{\"time\":\"";
  line += to_iso8601(clock_.now());
  line += "\",\"level\":\"";
  line += name_of(level);
  line += "\",\"event\":";
  append_json_string(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_json_string(line, field.name());
    line += ':';
    append_value(line, field);
  }
  line += '}';
  sink_.write(level, std::move(line));
}

}  // namespace base
