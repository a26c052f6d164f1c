// One write that waits for its batch, as an engine sees it. It lives on the stack of whoever called
// the port and waits until the batch is answered.
#pragma once

#include <compare>
#include <exception>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "storage/write.h"

namespace storage {

// By table, then by key: two nodes whose batches touch the same rows take them in the same order
// and so do not deadlock.
struct Order {
  std::string_view table;
  base::BytesView key;

  friend bool operator<(const Order& a, const Order& b) {
    return a.table != b.table ? a.table < b.table : base::text_of(a.key) < base::text_of(b.key);
  }
};

class Operation {
 public:
  explicit Operation(Order order) : order_(order) {}
  virtual ~Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  const Order& order() const { return order_; }
  Tx& tx() { return tx_; }

  // From the beginning, as far as it goes without waiting. Again after a rollback.
  void begin(Executor* executor) {
    failure_.reset();
    tx_.begin(executor);
    start();
  }
  // Goes on with the rows of the statement it waited for.
  void proceed(Rows rows) {
    tx_.bring(std::move(rows));
    advance();
  }
  bool waiting() const { return tx_.waiting() != nullptr; }
  // It ran to its end with an answer that is no failure: what it wrote is to be kept.
  virtual bool succeeded() = 0;
  // It ran to its end and answers with a refusal of its own: it is taken already, or was never
  // there. Nothing that it wrote is kept, and nothing went wrong.
  virtual bool declined() = 0;

  // Answers with a failure, whatever the operation itself came to.
  void fail(base::Error error) { failure_ = std::move(error); }
  bool failed() const { return failure_.has_value(); }

 protected:
  virtual void start() = 0;
  virtual void advance() = 0;

  Tx tx_;
  std::optional<base::Error> failure_;

 private:
  Order order_;
};

// `Make` takes the Tx and makes the coroutine; it is called once for each attempt.
template <class Make>
class OperationOf final : public Operation {
 public:
  using Value = typename std::invoke_result_t<Make&, Tx&>::Value;

  OperationOf(Order order, Make make) : Operation(order), make_(std::move(make)) {}

  bool succeeded() override {
    return write_.done() && write_.promise().result && *write_.promise().result;
  }

  bool declined() override {
    return write_.done() && write_.promise().result && !*write_.promise().result;
  }

  base::Result<Value> take() {
    if (failure_) {
      return std::unexpected(*std::move(failure_));
    }
    if (write_.promise().thrown) {
      std::rethrow_exception(write_.promise().thrown);
    }
    return *std::move(write_.promise().result);
  }

 private:
  void start() override {
    write_ = make_(tx_);
    write_.resume();
  }
  void advance() override { write_.resume(); }

  Make make_;
  Write<Value> write_;
};

}  // namespace storage
