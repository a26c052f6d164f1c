#include "app/node.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/brand.h"
#include "app/descriptors.h"
#include "app/gauges.h"
#include "app/keys.h"
#include "app/outbound.h"
#include "app/routes.h"
#include "app/scope_words.h"
#include "app/version.h"
#include "app/words.h"
#include "base/cores.h"
#include "endpoints/assets.h"
#include "endpoints/errors.h"
#include "http/router.h"
#include "ops/routes.h"

namespace app {
namespace {

constexpr std::string_view kHttps = "https://";
// Each may wait for a provider for as long as a request of ours lasts at most; several providers
// may be slow at once before one more has none (federation/lanes.h).
constexpr std::size_t kWaitingWorkers = 3 * federation::Lanes::kMost;
// What an operator does beside running servers is seen within a second.
constexpr std::chrono::milliseconds kWatchEvery{900};

http::Limits limits_of(const Settings::Http& http) {
  return {.url = http.max_url,
          .header_bytes = http.max_header_bytes,
          .headers = http.max_headers,
          .connections = http.max_connections,
          .connections_of_address = http.max_connections_per_address,
          .request_memory = http.max_request_memory,
          .header_time = http.header_timeout,
          .body_time = http.body_timeout,
          .write_time = http.write_timeout,
          .idle_time = http.idle_timeout};
}

http::Networks networks_of(const std::vector<std::string>& texts) {
  http::Networks networks;
  for (const std::string& text : texts) {
    if (const auto network = http::Network::parse(text)) {
      networks.push_back(*network);
    }
  }
  return networks;
}

base::Result<std::unique_ptr<http::Server>> bind_to(const ListenAddress& listen,
                                                    std::string_view setting,
                                                    http::Server::Options options) {
  options.address = listen.address;
  options.port = listen.port;
  auto server = http::Server::bind(std::move(options));
  if (!server) {
    server.error().description = fill(
        "failure.listen",
        {{"setting", setting}, {"address", listen.text()}, {"reason", server.error().description}});
  }
  return server;
}

std::size_t hashing_threads(const Settings& settings) {
  return settings.password.threads == 0 ? base::cores() : settings.password.threads;
}

audit::Event server_event(std::string type, const std::string& reason) {
  return {.type = std::move(type),
          .actor = "system",
          .subject = "server",
          .reason = reason,
          .details = base::to_text(base::json::object{{"version", kVersion}})};
}

base::Error named(base::Error error, Words words) {
  error.description = fill(words, {{"reason", error.description}});
  return error;
}

}  // namespace

base::Result<std::unique_ptr<Node>> Node::start(const Parts& parts) {
  std::unique_ptr<Node> node(new Node(parts));
  TRY(node->bind());
  TRY(node->open_rooms());
  TRY(node->build_public());
  TRY(node->build_ops());
  TRY(node->answer());
  return node;
}

Node::~Node() { stop("the server failed"); }

// First of all, since the issuer may depend on the port, and since a second server on the same port
// is to be told before it touches the database.
base::Done Node::bind() {
  const Settings& settings = parts_.settings;
  http::Server::Options options{.loops = settings.http.loops,
                                .limits = limits_of(settings.http),
                                .trusted_proxies = networks_of(settings.http.trusted_proxies),
                                .secure = settings.issuer.starts_with(kHttps),
                                .access_log = settings.http.access_log};
  const std::size_t room = connections_within(
      raise_descriptor_limit(), {.loops = options.loops != 0 ? options.loops : base::cores(),
                                 .readers = settings.database.readers});
  if (room < options.limits.connections) {
    parts_.log.warn("http.fewer_connections", {{"setting", "http.max_connections"},
                                               {"asked", options.limits.connections},
                                               {"limit_of_open_files_leaves", room}});
    options.limits.connections = room;
  }
  TRY_VAL(server, bind_to(settings.listen, "listen", options));
  options.limits.connections = kOpsConnections;
  options.limits.connections_of_address = 0;
  options.loops = 1;
  options.access_log = false;
  TRY_VAL(ops_server, bind_to(settings.ops.listen, "ops.listen", options));
  server_ = std::move(server);
  ops_server_ = std::move(ops_server);
  issuer_ = settings.issuer.empty() ? "http://localhost:" + std::to_string(server_->port())
                                    : settings.issuer;
  return {};
}

base::Done Node::open_rooms() {
  const Settings& settings = parts_.settings;
  TRY_VAL(store,
          Store::open({settings, parts_.environment, parts_.clock, parts_.random, parts_.log},
                      Opening::serve));
  store_ = std::move(store);
  parts_.log.info("master_key.loaded", {{"origin", keys::to_string(store_->master_key().origin)}});
  TRY_VAL(ring, open_keys({.settings = settings,
                           .store = *store_,
                           .clock = parts_.clock,
                           .random = parts_.random,
                           .log = parts_.log}));
  keys_ = std::move(ring);
  checkpointer_.emplace(store_->database().trail(), store_->chain());
  return open_people();
}

base::Done Node::open_people() {
  storage::Database& database = store_->database();
  TRY_VAL(mint,
          mint::Mint::make(
              {.keys = *keys_,
               .one_time = database.one_time(),
               .sessions = database.sessions(),
               .trail = database.trail(),
               .clock = parts_.clock,
               .random = parts_.random},
              {.issuer = issuer_,
               .code_life = std::chrono::floor<std::chrono::seconds>(parts_.settings.codes.life)}));
  mint_ = std::move(mint);
  people_.emplace(People::Parts{.settings = parts_.settings,
                                .store = *store_,
                                .clock = parts_.clock,
                                .random = parts_.random,
                                .hashing_threads = hashing_threads(parts_.settings)});
  TRY(warn_of_claims(parts_.settings, people_->attributes(), parts_.log));
  entrance_.emplace(people_->entrance(*mint_));
  sites_.emplace(SiteRooms::Parts{.database = database,
                                  .sessions = people_->recent_book(),
                                  .mint = *mint_,
                                  .key = people_->attempts_key(),
                                  .clock = parts_.clock,
                                  .ids = people_->ids(),
                                  .issuer = issuer_});
  oauth_.emplace(
      OauthRooms::Parts{.database = database,
                        .attributes = people_->attributes(),
                        .sessions = people_->session_gate(),
                        .mint = *mint_,
                        .keys = *keys_,
                        .levels = people_->levels(),
                        .clock = parts_.clock,
                        .random = parts_.random,
                        .log = parts_.log,
                        .issuer = issuer_,
                        .families_key = store_->master_key().key.derive(keys::Use::families),
                        .limits = {.idle = parts_.settings.refresh.idle,
                                   .absolute = parts_.settings.refresh.absolute,
                                   .grace = parts_.settings.refresh.grace},
                        .question_life = parts_.settings.login.life,
                        .settings = parts_.settings.oauth,
                        .carried = claims_of_scopes(parts_.settings),
                        .sealer = store_->sealer()});
  frontend_.emplace(FrontendRooms::Parts{.database = database,
                                         .people = {.users = people_->user_gate(),
                                                    .sessions = people_->sessions(),
                                                    .recent = people_->recent_book()},
                                         .families = oauth_->families(),
                                         .mint = *mint_,
                                         .keys = *keys_,
                                         .clock = parts_.clock,
                                         .random = parts_.random,
                                         .ids = people_->ids(),
                                         .issuer = issuer_,
                                         .settings = parts_.settings});
  outbound_.emplace(outbound_options(parts_.settings.outbound, issuer_));
  federation_.emplace(FederationRooms::Parts{.database = database,
                                             .client = *outbound_,
                                             .mint = *mint_,
                                             .users = people_->user_gate(),
                                             .sessions = people_->recent_book(),
                                             .sealer = store_->sealer(),
                                             .departed = people_->departed(),
                                             .clock = parts_.clock,
                                             .random = parts_.random,
                                             .issuer = issuer_});
  rooms_.emplace(
      people_->rooms(*mint_, *entrance_, *sites_, *oauth_, *frontend_, *federation_, parts_.log));
  telling_.emplace(SiteTelling::Parts{.database = database,
                                      .sealer = store_->sealer(),
                                      .client = *outbound_,
                                      .clock = parts_.clock,
                                      .random = parts_.random,
                                      .log = parts_.log,
                                      .settings = parts_.settings.sites});
  return {};
}

base::Done Node::build_public() {
  const Settings& settings = parts_.settings;
  auto front =
      endpoints::Front::from({.brand = brand_of(settings.brand),
                              .accent = accent_of(settings.brand),
                              .default_language = settings.locale,
                              .issuer = issuer_,
                              .healthy = [this] { return store_->database().ready().has_value(); },
                              .scopes = scope_wordings(settings)});
  if (!front) {
    return std::unexpected(named(std::move(front).error(), "failure.pages"));
  }
  front_ = std::make_unique<endpoints::Front>(*std::move(front));
  assets_ = std::make_unique<http::Assets>(endpoints::embedded_assets());

  std::vector<std::string> origins = settings.http.allowed_origins;
  origins.push_back(issuer_);
  origins.push_back(settings.frontend_url);
  TRY_VAL(origin_rule, http::OriginRule::from(origins));
  TRY_VAL(router, http::Router::from(public_routes({*front_, *assets_, *rooms_})));
  dispatcher_.emplace(
      std::move(router),
      http::Dispatcher::Options{.origins = std::move(origin_rule),
                                .hsts = issuer_.starts_with(kHttps),
                                .on_error =
                                    [this](const http::Request& request, const base::Error& error) {
                                      return endpoints::error_response(*front_, request, error);
                                    }},
      parts_.log);
  workers_.emplace(base::WorkerPool::Options{.name = "worker",
                                             .threads = base::cores(),
                                             .queue = settings.http.queue,
                                             .jobs = settings.http.workers});
  slow_workers_.emplace(base::WorkerPool::Options{.name = "slow-worker",
                                                  .threads = base::cores(),
                                                  .queue = settings.http.slow_queue,
                                                  .jobs = settings.http.slow_workers});
  waiting_workers_.emplace(base::WorkerPool::Options{
      .name = "waiting-worker", .threads = kWaitingWorkers, .queue = settings.http.slow_queue});
  return {};
}

// With workers of its own: when all others are busy, that is what somebody wants to see.
base::Done Node::build_ops() {
  ops_workers_.emplace(base::WorkerPool::Options{.name = "ops-worker", .threads = 2, .queue = 32});
  add_gauges(metrics_,
             {{"workers", *workers_},
              {"slow_workers", *slow_workers_},
              {"waiting_workers", *waiting_workers_},
              {"hashing", people_->hashing()},
              {"ops", *ops_workers_}},
             store_->database());
  add_loop_gauges(metrics_, *server_);
  add_outbound_gauges(metrics_, *outbound_);
  add_telling_gauges(metrics_, *telling_, store_->database().visits());
  storage::Database& database = store_->database();
  std::vector<ops::Check> checks{
      {"database",
       [&database]() -> base::Done {
         TRY(database.schema());
         return {};
       }},
      {"migrations", [&database] { return database.ready(); }},
      {"keys", [this] { return keys_->ready(); }},
      {"serving", [this] { return check_serving(); }},
  };
  TRY_VAL(router, http::Router::from(ops::routes(std::move(checks), metrics_)));
  ops_dispatcher_.emplace(std::move(router), http::Dispatcher::Options{}, parts_.log);
  return {};
}

// A balancer is told before the listener closes, not by connections that are refused.
base::Done Node::check_serving() const {
  if (stopping_) {
    return base::reject(base::ErrorCode::unavailable, "", "the server is stopping");
  }
  return {};
}

base::Done Node::answer() {
  TRY(store_->database().trail().append(server_event("server.started", "")));
  maintenance_.emplace(std::vector<Maintenance::Job>{{"keys", [this] { return keys_->maintain(); }},
                                                     {"checkpoint",
                                                      [this]() -> base::Done {
                                                        TRY(checkpointer_->checkpoint());
                                                        return {};
                                                      }}},
                       parts_.settings.maintenance.interval, parts_.log);
  watch_.emplace(std::vector<Maintenance::Job>{{"keys.watch", [this] { return keys_->keep_up(); }}},
                 kWatchEvery, parts_.log);
  server_->serve({.dispatcher = *dispatcher_,
                  .workers = *workers_,
                  .slow_workers = *slow_workers_,
                  .log = parts_.log,
                  .clock = parts_.clock,
                  .random = parts_.random,
                  .observer = &metrics_,
                  .waiting_workers = &*waiting_workers_});
  ops_server_->serve({.dispatcher = *ops_dispatcher_,
                      .workers = *ops_workers_,
                      .slow_workers = *ops_workers_,
                      .log = parts_.log,
                      .clock = parts_.clock,
                      .random = parts_.random});
  parts_.log.info("server.started", {{"version", kVersion},
                                     {"issuer", issuer_},
                                     {"chain", store_->chain()},
                                     {"port", server_->port()},
                                     {"ops_port", ops_server_->port()}});
  return {};
}

std::string Node::ready_line() const {
  return "listening http://localhost:" + std::to_string(server_->port()) +
         " ops http://localhost:" + std::to_string(ops_server_->port());
}

void Node::stop(const std::string& reason) {
  if (std::exchange(stopped_, true) || !maintenance_) {
    return;
  }
  stopping_ = true;
  using std::chrono::steady_clock;
  const auto deadline = steady_clock::now() + parts_.settings.http.shutdown_timeout;
  const auto left = [deadline] {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
    return std::max(rest, std::chrono::milliseconds(0));
  };
  const bool whole = server_->stop(left());
  // Before what is on its way would be waited for: it is told again after the start.
  outbound_->stop();
  telling_->stop();
  watch_.reset();
  maintenance_.reset();
  // What the trail is told last ties the chains' heads together.
  base::Done told = store_->database().trail().append(server_event("server.stopped", reason));
  if (told) {
    const auto tied = checkpointer_->checkpoint();
    if (!tied) {
      told = std::unexpected(tied.error());
    }
  }
  if (!told) {
    parts_.log.error("audit.failed",
                     {{"description", told.error().description}, {"detail", told.error().detail}});
  }
  ops_server_->stop(left());
  store_->database().close();
  parts_.log.info("server.stopped", {{"reason", reason}, {"finished_all", whole}});
}

}  // namespace app
