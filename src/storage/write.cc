#include "storage/write.h"

#include <cstdint>
#include <variant>

namespace storage {
namespace {

base::Changes::Place place_of(const Query& query, const Params& params) {
  const auto [thing, parameter] = query.touches;
  if (parameter == 0) {
    return base::Changes::place(thing);
  }
  const Param& named = params.all()[parameter - 1];
  if (const auto* number = std::get_if<std::int64_t>(&named)) {
    return base::Changes::place(thing, *number);
  }
  const auto* octets = std::get_if<base::BytesView>(&named);
  return base::Changes::place(thing, octets == nullptr ? base::BytesView() : *octets);
}

}  // namespace

base::Error unwritable() {
  return {.code = base::ErrorCode::invalid_request,
          .clause = {},
          .description = "a text is not UTF-8, or holds NUL",
          .detail = {}};
}

bool Statement::await_ready() {
  tx_.note(*this);
  if (!params_.is_text_writable()) {
    tx_.failure_ = unwritable();
    return false;
  }
  if (tx_.executor_ == nullptr) {
    return false;
  }
  auto rows = tx_.executor_->execute(*query_, params_);
  if (!rows) {
    tx_.failure_ = std::move(rows).error();
    return false;
  }
  tx_.wrote_ = tx_.wrote_ || rows->changed() > 0;
  rows_ = *std::move(rows);
  return true;
}

void Statement::await_suspend(std::coroutine_handle<>) {
  if (!tx_.failure_) {
    tx_.waiting_ = this;
  }
}

void Tx::note(const Statement& statement) {
  if (statement.query().touches.thing != base::Thing::none) {
    touched_.push_back(place_of(statement.query(), statement.params()));
  }
}

void Tx::begin(Executor* executor) {
  executor_ = executor;
  waiting_ = nullptr;
  wrote_ = false;
  failure_.reset();
  events_.clear();
}

void Tx::bring(Rows rows) {
  wrote_ = wrote_ || rows.changed() > 0;
  std::exchange(waiting_, nullptr)->answer(std::move(rows));
}

}  // namespace storage
