// The one database of the program, behind the ports of the rooms. SQLite and PostgreSQL share their
// SQL; memory is for trying things out. Called by app alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "audit/chain.h"
#include "audit/trail.h"
#include "base/changes.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "base/shared_clock.h"
#include "families/family_store.h"
#include "federation/identity_store.h"
#include "federation/provider_store.h"
#include "identity/budget/attempt_store.h"
#include "identity/consent/consent_store.h"
#include "identity/login/transaction_store.h"
#include "identity/passwords/password_store.h"
#include "identity/sessions/session_book.h"
#include "identity/users/attributes.h"
#include "identity/users/grants.h"
#include "identity/users/user_store.h"
#include "keys/key_store.h"
#include "mint/one_time_store.h"
#include "mint/session_store.h"
#include "oauth/registry/client_store.h"
#include "redirect_sso/site_store.h"
#include "redirect_sso/visit_store.h"
#include "redirect_sso/visitors.h"
#include "session_api/login_book.h"
#include "storage/counters.h"

namespace storage {

struct Options {
  std::string url;                 // sqlite:PATH, postgresql://… (several hosts allowed), memory:
  std::filesystem::path data_dir;  // what a relative PATH is relative to
  std::string chain;               // of this node's part of the trail
  std::string version;             // of the program, remembered beside each migration it applies

  std::size_t queue = 1024;  // writes that may wait; beyond that: unavailable
  std::size_t batch = 256;   // writes in one transaction at most
  std::size_t readers = 16;  // read connections at most, opened as they are needed
  std::size_t sweep_batch = 200;
  // Logins under way at once; beyond that those go that nobody has proven anything in, oldest
  // first.
  std::size_t logins = 200'000;
  // Zero: no thread sweeps; whoever wants it calls sweep().
  std::chrono::milliseconds sweep_every{0};
};

// What the database was given from outside; all of it outlives the database.
struct Surroundings {
  const base::Clock& clock;
  base::Log& log;
  const audit::ChainKey& chain_key;
  // Set to the time of a database that several nodes share, so that they have one clock (KY3).
  base::SharedClock* shared_clock = nullptr;
};

struct MigrationName {
  std::int64_t number = 0;
  std::string name;
};

struct SchemaState {
  std::int64_t current = 0;            // newest migration in the database; 0: none
  std::int64_t known = 0;              // newest migration in this program
  std::vector<MigrationName> pending;  // what the next start would apply
};

class Database {
 public:
  virtual ~Database() = default;

  virtual keys::KeyStore& keys() = 0;
  virtual mint::OneTimeStore& one_time() = 0;
  virtual mint::SessionStore& sessions() = 0;
  virtual identity::sessions::SessionBook& book() = 0;
  virtual identity::users::UserStore& users() = 0;
  virtual identity::users::GrantStore& grants() = 0;
  virtual identity::users::AttributeStore& attributes() = 0;
  virtual identity::passwords::PasswordStore& passwords() = 0;
  virtual identity::budget::AttemptStore& attempts() = 0;
  virtual identity::login::TransactionStore& logins() = 0;
  virtual redirect_sso::SiteStore& sites() = 0;
  virtual redirect_sso::Visitors& visitors() = 0;
  virtual redirect_sso::VisitStore& visits() = 0;
  virtual oauth::ClientStore& clients() = 0;
  virtual families::FamilyStore& families() = 0;
  virtual identity::consent::ConsentStore& consents() = 0;
  virtual session_api::LoginBook& login_book() = 0;
  virtual federation::ProviderStore& providers() = 0;
  virtual federation::IdentityStore& identities() = 0;
  virtual audit::Trail& trail() = 0;
  // By its writes of this process; each is told here before it is answered.
  virtual const base::Changes& changes() const = 0;

  // Whether the engine answers and the schema is still one that this program may use. Cheap.
  virtual base::Done ready() = 0;
  virtual base::Result<SchemaState> schema() = 0;
  virtual Counters counters() const = 0;

  // Removes at most `limit` rows that nobody will ask for any more; how many went. A kind that
  // fails keeps no other from its turn.
  virtual base::Result<std::size_t> sweep(base::Instant now, std::size_t limit) = 0;

  // Answers what waits, then refuses. The destructor does it too.
  virtual void close() = 0;
};

// Connects, applies what is pending under a lock, and starts the threads. Fails in words for an
// operator; never with the URL in them, which may hold a password.
base::Result<std::unique_ptr<Database>> open(const Options& options,
                                             const Surroundings& surroundings);

// What open() would apply, without applying it and without creating anything.
base::Result<SchemaState> inspect(const Options& options);

}  // namespace storage
