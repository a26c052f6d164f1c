// The running server: every part of it, built in one place and in order, and taken down in reverse.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "app/environment.h"
#include "app/federation_rooms.h"
#include "app/frontend_rooms.h"
#include "app/maintenance.h"
#include "app/oauth_rooms.h"
#include "app/people.h"
#include "app/settings.h"
#include "app/site_rooms.h"
#include "app/site_telling.h"
#include "app/store.h"
#include "audit/checkpoint.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/shared_clock.h"
#include "base/worker_pool.h"
#include "endpoints/front.h"
#include "http/assets.h"
#include "http/dispatcher.h"
#include "http/outbound/client.h"
#include "http/server.h"
#include "keys/key_ring.h"
#include "ops/metrics.h"

namespace app {

class Node {
 public:
  struct Parts {
    const Settings& settings;
    const Environment& environment;
    base::SharedClock& clock;
    base::Random& random;
    base::Log& log;
  };
  // All of the parts outlive the node. When it returns one, it answers.
  static base::Result<std::unique_ptr<Node>> start(const Parts& parts);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // "listening http://localhost:9000 ops http://localhost:9001"
  std::string ready_line() const;

  // Finishes what is in flight, up to http.shutdown_timeout. The trail is told.
  void stop(const std::string& reason);

 private:
  explicit Node(const Parts& parts) : parts_(parts) {}

  base::Done bind();
  base::Done open_rooms();
  base::Done open_people();
  base::Done build_public();
  base::Done build_ops();
  base::Done answer();
  base::Done check_serving() const;

  const Parts parts_;
  std::string issuer_;
  bool stopped_ = false;
  std::atomic<bool> stopping_ = false;

  std::unique_ptr<Store> store_;
  std::unique_ptr<keys::KeyRing> keys_;
  std::optional<audit::Checkpointer> checkpointer_;
  std::unique_ptr<mint::Mint> mint_;
  std::optional<People> people_;
  std::optional<identity::login::Entrance> entrance_;
  std::optional<SiteRooms> sites_;
  std::optional<OauthRooms> oauth_;
  std::optional<FrontendRooms> frontend_;
  std::optional<http::outbound::Client> outbound_;
  std::optional<FederationRooms> federation_;
  std::optional<SiteTelling> telling_;
  std::optional<endpoints::Rooms> rooms_;
  std::unique_ptr<endpoints::Front> front_;
  std::unique_ptr<http::Assets> assets_;
  std::optional<base::WorkerPool> workers_;
  std::optional<base::WorkerPool> slow_workers_;
  std::optional<base::WorkerPool> waiting_workers_;
  std::optional<base::WorkerPool> ops_workers_;
  ops::Metrics metrics_;
  std::optional<http::Dispatcher> dispatcher_;
  std::optional<http::Dispatcher> ops_dispatcher_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<http::Server> ops_server_;
  std::optional<Maintenance> maintenance_;
  std::optional<Maintenance> watch_;
};

}  // namespace app
