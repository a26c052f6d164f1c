// write_load URL FOLDER FIRST THREADS: puts one-time rows from FIRST on and spends every other one,
// and beside that lets people from FIRST on log in, visit a site and be shut out, from many
// threads, until it is killed. Standard output carries the acknowledgements.
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "base/log.h"
#include "storage/database.h"
#include "tests/faults/load.h"
#include "tests/support/kept_log.h"

namespace {

using faults::Act;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "write_load: %s\n", why.c_str());
  std::_Exit(1);
}

void acknowledge(std::uint64_t number, Act act) {
  // Less than PIPE_BUF: whole or not at all.
  std::array<char, sizeof(faults::Acknowledgement)> octets{};
  const faults::Acknowledgement said{.number = number, .act = act};
  std::memcpy(octets.data(), &said, sizeof said);
  if (::write(STDOUT_FILENO, octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) {
    give_up("nobody listens");
  }
}

void work(mint::OneTimeStore& store, const base::Clock& clock, std::atomic<std::uint64_t>& next) {
  while (true) {
    const std::uint64_t number = next++;
    const base::Instant now = clock.now();
    const auto put = store.put({.purpose = faults::kPurpose,
                                .hash = faults::hash_of(number),
                                .bound = faults::bound_of(number),
                                .issued_at = now,
                                .expires_at = now + std::chrono::hours(24)},
                               faults::event_of("code.issued", number));
    if (!put) {
      give_up("put: " + put.error().description + ": " + put.error().detail);
    }
    acknowledge(number, Act::put);
    if (number % 2 == 0) {
      continue;
    }
    const auto spent = store.spend(faults::kPurpose, faults::hash_of(number), clock.now(),
                                   faults::spend_events(number));
    if (!spent || !std::holds_alternative<mint::Fresh>(*spent)) {
      give_up("a row that was just put is not there to be spent");
    }
    acknowledge(number, Act::spent);
  }
}

template <class T>
T value_of(const char* what, base::Result<T> result) {
  if (!result) {
    give_up(std::string(what) + ": " + result.error().description + ": " + result.error().detail);
  }
  return *std::move(result);
}

void shut_out(storage::Database& database, std::uint64_t number, identity::users::User user,
              base::Instant first_password, base::Instant now) {
  const auto event = [&](const char* type) { return faults::event_of(type, number); };
  const identity::sessions::Ending ending{
      .keep = {}, .at = now, .event = event("session.all_ended")};
  switch (faults::way_of(number)) {
    case faults::Way::logged_out:
      value_of("log out", database.book().end(user.id, mint::SessionId(faults::id_of(number)), now,
                                              event("session.ended")));
      return;
    case faults::Way::disabled:
      user.status = identity::users::Status::disabled;
      value_of("disable", database.users().update_and_end(user, identity::users::keys_of(user),
                                                          event("user.disabled"), ending));
      return;
    case faults::Way::new_password:
      value_of("change",
               database.passwords().replace(user.id, first_password, {faults::kSecondPassword, now},
                                            event("password.set"), ending));
      return;
  }
}

void come_and_go(storage::Database& database, const base::Clock& clock,
                 std::atomic<std::uint64_t>& next) {
  while (true) {
    const std::uint64_t number = next++;
    const base::Instant now = clock.now();
    const auto event = [&](const char* type) { return faults::event_of(type, number); };
    const auto person = faults::person_of(number, now);
    const auto added = value_of(
        "add", database.users().add(person, identity::users::keys_of(person), event("user.added")));
    const auto& user = std::get<identity::users::User>(added);
    value_of("put", database.passwords().put(
                        user.id, {faults::kFirstPassword, now}, event("password.set"),
                        {.keep = {}, .at = now, .event = event("session.all_ended")}));
    const mint::SessionId session(faults::id_of(number));
    value_of("open", database.sessions().open({.id = session,
                                               .hash = faults::hash_of(number),
                                               .user_id = user.id.value,
                                               .level = "one_factor",
                                               .authenticated_at = now,
                                               .opened_at = now,
                                               .idle_until = now + std::chrono::hours(24),
                                               .absolute_until = now + std::chrono::hours(24),
                                               .details = {}},
                                              {}, std::nullopt, event("session.opened")));
    value_of("visit", database.visits().begin({.id = redirect_sso::VisitId(faults::id_of(number)),
                                               .site = faults::kSite,
                                               .session = session,
                                               .user = user.id,
                                               .mark = faults::hash_of(number)},
                                              now));
    shut_out(database, number, user, now, clock.now());
    acknowledge(number, Act::left);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    give_up("usage: write_load URL FOLDER FIRST THREADS");
  }
  const base::SystemClock clock;
  support::KeptLog lines;
  base::Log log(lines, clock, base::LogLevel::error);
  const audit::ChainKey key = faults::chain_key();
  storage::Options options;
  options.url = arguments[1];
  options.data_dir = arguments[2];
  options.chain = "victim";
  options.version = "test";
  auto database = storage::open(options, {clock, log, key});
  if (!database) {
    give_up("open: " + database.error().description + ": " + database.error().detail);
  }
  std::atomic<std::uint64_t> next = std::strtoull(arguments[3], nullptr, 10);
  const unsigned long threads = std::strtoul(arguments[4], nullptr, 10);
  std::atomic<std::uint64_t> person = next.load();
  std::vector<std::jthread> workers;
  for (unsigned long i = 0; i < threads / 4; ++i) {
    workers.emplace_back([&] { come_and_go(**database, clock, person); });
  }
  for (unsigned long i = 0; i < threads; ++i) {
    workers.emplace_back([&] { work((*database)->one_time(), clock, next); });
  }
}
