// Prints the microseconds of CPU that one durable write, or the two of a code flow, cost through
// the storage layer, by WRITERS that each wait for their own.
//
// usage: bench_durable URL entry|row|code_flow SECONDS WRITERS
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <sys/resource.h>

#include "base/clock.h"
#include "base/cores.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "crypto/digest.h"
#include "families/grant.h"
#include "mint/voucher.h"
#include "storage/database.h"

namespace bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostWriters = 64;

void require(bool right, const char* what) {
  if (!right) {
    std::fprintf(stderr, "bench_durable: %s\n", what);
    std::exit(1);
  }
}

double cpu_micros() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

struct Login {
  std::int64_t user = 0;
  mint::SessionId session;
};

class Writes {
 public:
  Writes(storage::Database& database, const base::Clock& clock, base::Random& random)
      : database_(database),
        clock_(clock),
        random_(random),
        ids_(clock, random),
        login_(log_in()) {}

  // One entry of the trail.
  void entry() {
    const auto done =
        database_.trail().append({.type = "code.issued", .actor = "user:1", .subject = "site:1"});
    require(done.has_value(), "an entry is not written");
  }

  // As small as a row of one use may be, and one entry of the trail.
  void row() {
    const base::Instant now = clock_.now();
    put(now, mint::Purpose::site_code, R"({"site":"bench"})",
        {.type = "code.issued", .actor = "user:1", .subject = "site:1"});
  }

  // A code, and its redemption, which takes it and opens the family of what comes of it.
  void code_flow() {
    const base::Instant now = clock_.now();
    const base::Bytes key = put(now, mint::Purpose::authorization_code, std::string(400, 'x'),
                                event("authorization_code.issued"));
    const families::Family family{
        .id = ids_.next<families::FamilyTag>(),
        .holder = ids_.next<families::FamilyTag>().text(),
        .user_id = login_.user,
        .session = login_.session,
        .generation = 1,
        .seed = random_.bytes(32),
        .body = families::to_text({.scope = "openid profile", .authenticated_at = now}),
        .opened_at = now,
        .turned_at = now,
        .idle_until = now + std::chrono::hours(1),
        .absolute_until = now + std::chrono::hours(2)};
    const mint::SpendEvents events{.fresh = event("authorization_code.spent"),
                                   .replayed = event("authorization_code.replayed"),
                                   .unknown = event("authorization_code.unknown")};
    const auto spent = database_.one_time().spend_opening(
        key, now, events, {.family = family, .event = event("family.opened")});
    const auto* fresh = spent ? std::get_if<mint::Fresh>(&*spent) : nullptr;
    require(fresh != nullptr && fresh->opened.has_value(), "a code opened nothing");
  }

 private:
  base::Bytes put(base::Instant now, mint::Purpose purpose, std::string bound,
                  const audit::Event& issued) {
    base::Bytes key = mint::voucher_key(mint::make_voucher(random_, now).reveal_text());
    const auto done = database_.one_time().put({.purpose = purpose,
                                                .hash = key,
                                                .bound = std::move(bound),
                                                .issued_at = now,
                                                .expires_at = now + std::chrono::minutes(1)},
                                               issued);
    require(done.has_value(), "a row is not written");
    return key;
  }

  static audit::Event event(std::string type) {
    return {.type = std::move(type),
            .actor = "client:0123456789abcdef0123456789abcdef",
            .subject = "authorization_code:0123456789abcdef",
            .address = "127.0.0.1",
            .request_id = "0123456789abcdef0123456789abcdef",
            .details = std::string(120, 'x')};
  }

  Login log_in() {
    const base::Instant now = clock_.now();
    const identity::users::User ani{.sub = "sub-of-ani",
                                    .username = "ani",
                                    .name = "Ani",
                                    .created_at = now,
                                    .updated_at = now};
    const auto written =
        database_.users().add(ani, identity::users::keys_of(ani), event("user.created"));
    require(written.has_value(), "no person");
    const auto* user = std::get_if<identity::users::User>(&*written);
    require(user != nullptr, "no person");
    Login login{.user = user->id.value, .session = ids_.next<mint::SessionTag>()};
    const auto opened = database_.sessions().open({.id = login.session,
                                                   .hash = random_.bytes(32),
                                                   .user_id = login.user,
                                                   .level = "one_factor",
                                                   .authenticated_at = now,
                                                   .opened_at = now,
                                                   .idle_until = now + std::chrono::hours(1),
                                                   .absolute_until = now + std::chrono::hours(2),
                                                   .details = {}},
                                                  {}, std::nullopt, event("session.opened"));
    require(opened && *opened == mint::SessionOpening::opened, "no session");
    return login;
  }

  storage::Database& database_;
  const base::Clock& clock_;
  base::Random& random_;
  base::IdSource ids_;
  const Login login_;
};

struct Work {
  std::string_view name;
  void (Writes::*write)();
};
constexpr Work kWorks[] = {{.name = "entry", .write = &Writes::entry},
                           {.name = "row", .write = &Writes::row},
                           {.name = "code_flow", .write = &Writes::code_flow}};

double micros_of_one(Writes& writes, const Work& work, std::size_t writers,
                     Steady::time_point deadline) {
  const double began = cpu_micros();
  std::atomic<std::size_t> done = 0;
  base::WorkerPool pool(
      {.name = "writers", .threads = base::cores(), .queue = writers, .jobs = writers});
  for (std::size_t i = 0; i < writers; ++i) {
    base::WorkerPool::Job job = [&] {
      for (; Steady::now() < deadline; ++done) {
        (writes.*work.write)();
      }
    };
    require(pool.submit(job), "a pool takes fewer jobs than it was made for");
  }
  pool.stop();
  return (cpu_micros() - began) / static_cast<double>(done);
}

void run(const std::string& url, const Work& work, std::chrono::duration<double> seconds,
         std::size_t writers) {
  const base::SystemClock clock;
  base::SystemRandom random;
  const auto sink = base::make_stderr_sink();
  base::Log log(*sink, clock, base::LogLevel::warn);
  const audit::ChainKey chain_key(base::Secret(base::Bytes(32, 7)));
  const auto database =
      storage::open({.url = url, .data_dir = ".", .chain = "bench", .version = "bench"},
                    {.clock = clock, .log = log, .chain_key = chain_key});
  require(database.has_value(), "the database does not open");
  Writes writes(**database, clock, random);
  const auto deadline = Steady::now() + std::chrono::duration_cast<Steady::duration>(seconds);
  std::printf("%.2f\n", micros_of_one(writes, work, writers, deadline));
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const std::string_view name = argc == 5 ? argv[2] : "";
  const auto* const work = std::ranges::find(bench::kWorks, name, &bench::Work::name);
  const std::size_t writers = argc == 5 ? std::strtoul(argv[4], nullptr, 10) : 0;
  bench::require(work != std::end(bench::kWorks) && writers >= 1 && writers <= bench::kMostWriters,
                 "usage: bench_durable URL entry|row|code_flow SECONDS WRITERS");
  bench::run(argv[1], *work, std::chrono::duration<double>(std::strtod(argv[3], nullptr)), writers);
}
