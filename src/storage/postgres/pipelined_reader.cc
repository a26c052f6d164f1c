#include "storage/postgres/pipelined_reader.h"

#include <exception>
#include <system_error>
#include <utility>

#include <pthread.h>

#include "storage/write.h"

namespace storage::postgres {
namespace {

constexpr std::size_t kMostQuestions = 64;
// So long a flight is waited for by those who missed it.
constexpr std::chrono::milliseconds kMoment{1};
// Where those who came before have waited for so long, nobody else begins to.
constexpr std::chrono::seconds kPatience{5};

}  // namespace

PipelinedReader::PipelinedReader(std::string url, std::size_t most_connections, Meter& meter,
                                 base::Log& log)
    : url_(std::move(url)), most_lanes_(most_connections), meter_(meter), log_(log) {}

PipelinedReader::~PipelinedReader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  lanes_.clear();
}

base::Result<Rows> PipelinedReader::read(const Query& query, const Params& params) {
  ++meter_.reads;
  Question question{.query = query, .params = params, .answer = std::unexpected(unwritable())};
  // Or all that flies with it would have to be asked again.
  if (params.is_text_writable()) {
    if (const auto flight = book(question)) {
      flight->landed.wait();
    }
  }
  if (!question.answer) {
    ++meter_.reads_failed;
  }
  return std::move(question.answer);
}

std::shared_ptr<PipelinedReader::Flight> PipelinedReader::book(Question& question) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!booked_.empty() && now - booked_.front()->booked_at >= kPatience) {
    question.answer = base::reject(base::ErrorCode::unavailable, "", "the database does not answer",
                                   "all connections for reading wait for it");
    return nullptr;
  }
  if (!called_ && (in_the_air_ == 0 || !watched_)) {
    call_lane();
  }
  if (booked_.empty() || booked_.back()->questions.size() == kMostQuestions) {
    booked_.push_back(std::make_shared<Flight>());
    booked_.back()->booked_at = now;
  }
  auto flight = booked_.back();
  flight->questions.push_back(&question);
  return flight;
}

void PipelinedReader::call_lane() {
  if (idle_ > 0) {
    call_.put_off();
    called_ = true;
  } else if (lanes_.size() < most_lanes_) {
    try {
      lanes_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      // Those that there are come back.
      if (lanes_.empty()) {
        throw;
      }
      return;
    }
    ::pthread_setname_np(lanes_.back().native_handle(), "db-reader");
    called_ = true;
  }
}

bool PipelinedReader::may_leave() const {
  return !booked_.empty() &&
         (in_the_air_ == 0 || std::chrono::steady_clock::now() - left_at_ >= kMoment);
}

void PipelinedReader::run() {
  std::unique_ptr<Connection> connection;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    called_ = false;
    if (may_leave()) {
      fly(lock, connection);
      continue;
    }
    ++idle_;
    if (!booked_.empty() && !watched_) {
      watched_ = true;
      wake_.wait_for(lock, kMoment);
      watched_ = false;
    } else {
      wake_.wait(lock);
    }
    --idle_;
  }
}

void PipelinedReader::fly(std::unique_lock<std::mutex>& lock,
                          std::unique_ptr<Connection>& connection) {
  const auto flight = std::move(booked_.front());
  booked_.pop_front();
  ++in_the_air_;
  left_at_ = std::chrono::steady_clock::now();
  lock.unlock();
  answer_or_fail(flight->questions, connection);
  // From here on the questions are gone with those who asked.
  flight->landed.ring();
  lock.lock();
  --in_the_air_;
}

void PipelinedReader::answer_or_fail(Questions questions, std::unique_ptr<Connection>& connection) {
  try {
    answer(questions, connection);
  } catch (const std::exception& thrown) {
    // What it still has to say would be taken for an answer to the next question.
    connection.reset();
    log_.error("database.reads_abandoned", {{"detail", thrown.what()}});
    fail(questions, {.code = base::ErrorCode::unavailable,
                     .clause = {},
                     .description = "the database does not answer",
                     .detail = thrown.what()});
  }
}

base::Done PipelinedReader::connect(std::unique_ptr<Connection>& connection) {
  if (!connection) {
    TRY_VAL(opened, Connection::open(url_));
    connection = std::move(opened);
  }
  return {};
}

// After a failover every idle connection is a dead one: it is thrown away when it is met, and only
// a new one's word counts. What is wrong with one question is its own affair, and the others are
// asked again without it; what is wrong with the database is everybody's.
void PipelinedReader::answer(Questions questions, std::unique_ptr<Connection>& connection) {
  std::vector<Question*> left(questions.begin(), questions.end());
  while (!left.empty()) {
    const bool fresh = connection == nullptr;
    if (const auto connected = connect(connection); !connected) {
      fail(left, connected.error());
      return;
    }
    for (const Question* question : left) {
      connection->add(question->query, question->params);
    }
    auto landed = connection->fly();
    if (landed) {
      for (std::size_t index = 0; index < left.size(); ++index) {
        left[index]->answer = std::move((*landed)[index]);
      }
      return;
    }
    const Fault& fault = landed.error();
    const base::Error error = error_of(fault);
    if (fault.outlived()) {
      connection.reset();
    }
    if (error.code != base::ErrorCode::unavailable) {
      left[fault.at]->answer = std::unexpected(error);
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(fault.at));
    } else if (fresh || !fault.outlived()) {
      fail(left, error);
      return;
    }
  }
}

void PipelinedReader::fail(Questions questions, const base::Error& error) {
  for (Question* question : questions) {
    question->answer = std::unexpected(error);
  }
}

}  // namespace storage::postgres
