#include "storage/postgres/pipelined_reader.h"

#include <exception>
#include <utility>

#include <pthread.h>

#include "storage/write.h"

namespace storage::postgres {
namespace {

constexpr std::size_t kMostQuestions = 64;
// So long a flight is waited for by those who missed it.
constexpr std::chrono::milliseconds kMoment{1};

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
    book(question)->landed.wait();
  }
  if (!question.answer) {
    ++meter_.reads_failed;
  }
  return std::move(question.answer);
}

std::shared_ptr<PipelinedReader::Flight> PipelinedReader::book(Question& question) {
  const std::lock_guard lock(mutex_);
  if (!called_ && (in_the_air_ == 0 || !watched_)) {
    call_lane();
  }
  if (booked_.empty() || booked_.back()->questions.size() == kMostQuestions) {
    booked_.push_back(std::make_shared<Flight>());
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
    lanes_.emplace_back([this] { run(); });
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
    for (Question* question : questions) {
      question->answer = base::reject(base::ErrorCode::unavailable, "",
                                      "the database does not answer", thrown.what());
    }
  }
}

// After a failover every idle connection is a dead one: it is thrown away when it is met, and only
// a new one's word counts. A question that fails alone fails alone: a read can be asked again.
void PipelinedReader::answer(Questions questions, std::unique_ptr<Connection>& connection) {
  const auto fail = [&](const base::Error& error) {
    for (Question* question : questions) {
      question->answer = std::unexpected(error);
    }
  };
  while (true) {
    const bool fresh = connection == nullptr;
    if (fresh) {
      auto opened = Connection::open(url_);
      if (!opened) {
        fail(opened.error());
        return;
      }
      connection = *std::move(opened);
    }
    for (const Question* question : questions) {
      connection->add(question->query, question->params);
    }
    auto landed = connection->fly();
    if (landed) {
      for (std::size_t index = 0; index < questions.size(); ++index) {
        questions[index]->answer = std::move((*landed)[index]);
      }
      return;
    }
    if (landed.error().outlived()) {
      connection.reset();
      if (!fresh) {
        continue;
      }
    } else if (questions.size() > 1) {
      for (std::size_t index = 0; index < questions.size(); ++index) {
        answer(questions.subspan(index, 1), connection);
      }
      return;
    }
    fail(error_of(landed.error()));
    return;
  }
}

}  // namespace storage::postgres
