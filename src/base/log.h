// One event, one line of valid JSON. A field takes text, numbers and ids; a Secret does not fit.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/ids.h"
#include "base/secret.h"

namespace base {

enum class LogLevel { debug, info, warn, error };

class Field {
 public:
  Field(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  Field(std::string_view name, const char* value) : Field(name, std::string_view(value)) {}
  Field(std::string_view name, const std::string& value) : Field(name, std::string_view(value)) {}
  Field(std::string_view name, bool value) : name_(name), value_(value) {}
  Field(std::string_view name, double value) : name_(name), value_(value) {}
  template <std::integral Integer>
  Field(std::string_view name, Integer value)
      : name_(name), value_(static_cast<std::int64_t>(value)) {}
  template <class Tag>
  Field(std::string_view name, const Id<Tag>& id)
      : name_(name), owned_(id.text()), value_(std::string_view(owned_)) {}
  Field(std::string_view name, const Secret&) = delete;
  Field(const Field&) = delete;
  Field& operator=(const Field&) = delete;

  std::string_view name() const { return name_; }
  const auto& value() const { return value_; }

 private:
  std::string_view name_;
  std::string owned_;
  std::variant<std::string_view, bool, std::int64_t, double> value_;
};

using Fields = std::initializer_list<Field>;

// Where lines go. The program's is an asynchronous writer to standard error; a test's keeps them.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(LogLevel level, std::string line) = 0;
};

// Writes from a thread of its own, many lines by one system call, a warning at once. When what it
// holds grows too large, lines are dropped and counted: a slow disk under the log must not stop
// logins.
std::unique_ptr<LogSink> make_stderr_sink();

class Log {
 public:
  Log(LogSink& sink, const Clock& clock, LogLevel least)
      : sink_(sink), clock_(clock), least_(least) {}

  void debug(std::string_view event, Fields fields = {}) { write(LogLevel::debug, event, fields); }
  void info(std::string_view event, Fields fields = {}) { write(LogLevel::info, event, fields); }
  void warn(std::string_view event, Fields fields = {}) { write(LogLevel::warn, event, fields); }
  void error(std::string_view event, Fields fields = {}) { write(LogLevel::error, event, fields); }

 private:
  void write(LogLevel level, std::string_view event, Fields fields);

  LogSink& sink_;
  const Clock& clock_;
  LogLevel least_;
};

}  // namespace base
