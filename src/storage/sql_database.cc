#include <optional>

#include "storage/bell.h"
#include "storage/engine.h"
#include "storage/schema.h"
#include "storage/sql/attempt_store.h"
#include "storage/sql/attribute_store.h"
#include "storage/sql/client_store.h"
#include "storage/sql/consent_store.h"
#include "storage/sql/family_store.h"
#include "storage/sql/grant_store.h"
#include "storage/sql/identity_store.h"
#include "storage/sql/key_store.h"
#include "storage/sql/login_book.h"
#include "storage/sql/one_time_store.h"
#include "storage/sql/password_store.h"
#include "storage/sql/provider_store.h"
#include "storage/sql/session_store.h"
#include "storage/sql/site_store.h"
#include "storage/sql/trail.h"
#include "storage/sql/transaction_store.h"
#include "storage/sql/user_store.h"
#include "storage/sql/visit_store.h"
#include "storage/sql/visitors.h"
#include "storage/sweep_turns.h"
#include "storage/sweeper.h"

namespace storage {
namespace {

class ReadingExecutor final : public Executor {
 public:
  explicit ReadingExecutor(Reader& reader) : reader_(reader) {}
  base::Result<Rows> execute(const Query& query, const Params& params) override {
    return reader_.read(query, params);
  }

 private:
  Reader& reader_;
};

class SqlDatabase final : public Database {
 public:
  SqlDatabase(std::unique_ptr<Engine> engine, std::unique_ptr<Meter> meter, const Options& options,
              const Surroundings& surroundings)
      : meter_(std::move(meter)),
        engine_(std::move(engine)),
        writer_(engine_->committer(), *meter_, changes_, surroundings.log,
                {.queue = options.queue, .batch = options.batch}),
        keys_(engine_->reader(), writer_),
        one_time_(engine_->reader(), writer_),
        sessions_(engine_->reader(), writer_, bell_),
        users_(engine_->reader(), writer_, bell_),
        grants_(engine_->reader(), writer_),
        attributes_(engine_->reader(), writer_),
        passwords_(engine_->reader(), writer_, bell_),
        attempts_(writer_),
        logins_(engine_->reader(), writer_, options.logins),
        sites_(engine_->reader(), writer_),
        visitors_(engine_->reader()),
        visits_(engine_->reader(), writer_, bell_),
        clients_(engine_->reader(), writer_),
        families_(engine_->reader(), writer_),
        consents_(engine_->reader(), writer_),
        login_book_(engine_->reader()),
        providers_(engine_->reader(), writer_),
        identities_(engine_->reader(), writer_, bell_),
        trail_(engine_->reader(), writer_) {
    if (options.sweep_every.count() > 0) {
      sweeper_.emplace([this](base::Instant now, std::size_t limit) { return keep(now, limit); },
                       options.sweep_every, options.sweep_batch, surroundings.clock,
                       surroundings.log);
    }
  }
  ~SqlDatabase() override { close(); }

  keys::KeyStore& keys() override { return keys_; }
  mint::OneTimeStore& one_time() override { return one_time_; }
  mint::SessionStore& sessions() override { return sessions_; }
  identity::sessions::SessionBook& book() override { return sessions_; }
  identity::users::UserStore& users() override { return users_; }
  identity::users::GrantStore& grants() override { return grants_; }
  identity::users::AttributeStore& attributes() override { return attributes_; }
  identity::passwords::PasswordStore& passwords() override { return passwords_; }
  identity::budget::AttemptStore& attempts() override { return attempts_; }
  identity::login::TransactionStore& logins() override { return logins_; }
  redirect_sso::SiteStore& sites() override { return sites_; }
  redirect_sso::Visitors& visitors() override { return visitors_; }
  redirect_sso::VisitStore& visits() override { return visits_; }
  oauth::ClientStore& clients() override { return clients_; }
  families::FamilyStore& families() override { return families_; }
  identity::consent::ConsentStore& consents() override { return consents_; }
  session_api::LoginBook& login_book() override { return login_book_; }
  federation::ProviderStore& providers() override { return providers_; }
  federation::IdentityStore& identities() override { return identities_; }
  audit::Trail& trail() override { return trail_; }
  const base::Changes& changes() const override { return changes_; }

  base::Done ready() override {
    TRY_VAL(state, schema());
    if (!state.pending.empty()) {
      return base::reject(base::ErrorCode::unavailable, "",
                          "the database lacks migrations that this program needs");
    }
    return {};
  }

  base::Result<SchemaState> schema() override {
    ReadingExecutor executor(engine_->reader());
    return state_of(executor, engine_->known());
  }

  Counters counters() const override {
    Counters counters = meter_->snapshot();
    counters.queued = writer_.queued();
    counters.queue_limit = writer_.queue_limit();
    return counters;
  }

  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit) override {
    const auto swept = turns_.sweep(now, limit);
    meter_->swept += swept.rows;
    TRY(swept.done);
    return swept.rows;
  }

  void close() override {
    if (sweeper_) {
      sweeper_->stop();
    }
    writer_.stop();
  }

 private:
  base::Result<std::size_t> keep(base::Instant now, std::size_t limit) {
    TRY(engine_->keep_time());
    return sweep(now, limit);
  }

  template <class Store>
  static SweepTurns::Kind kind(Store& store) {
    return [&store](base::Instant now, std::size_t limit) { return store.sweep(now, limit); };
  }

  const std::unique_ptr<Meter> meter_;
  const std::unique_ptr<Engine> engine_;
  Bell bell_;
  base::Changes changes_;
  Writer writer_;
  sql::KeyStore keys_;
  sql::OneTimeStore one_time_;
  sql::SessionStore sessions_;
  sql::UserStore users_;
  sql::GrantStore grants_;
  sql::AttributeStore attributes_;
  sql::PasswordStore passwords_;
  sql::AttemptStore attempts_;
  sql::TransactionStore logins_;
  sql::SiteStore sites_;
  sql::Visitors visitors_;
  sql::VisitStore visits_;
  sql::ClientStore clients_;
  sql::FamilyStore families_;
  sql::ConsentStore consents_;
  sql::LoginBook login_book_;
  sql::ProviderStore providers_;
  sql::IdentityStore identities_;
  sql::Trail trail_;
  SweepTurns turns_{{kind(one_time_), kind(sessions_), kind(logins_), kind(attempts_),
                     kind(visits_), kind(families_), kind(consents_)}};
  std::optional<Sweeper> sweeper_;
};

}  // namespace

std::vector<const Query*> registered_queries() {
  std::vector<const Query*> all;
  for (const auto queries : {schema_queries(),
                             sql::KeyStore::queries(),
                             sql::OneTimeStore::queries(),
                             sql::SessionStore::queries(),
                             sql::UserStore::queries(),
                             sql::GrantStore::queries(),
                             sql::AttributeStore::queries(),
                             sql::PasswordStore::queries(),
                             sql::AttemptStore::queries(),
                             sql::TransactionStore::queries(),
                             sql::SiteStore::queries(),
                             sql::Visitors::queries(),
                             sql::VisitStore::queries(),
                             sql::ClientStore::queries(),
                             sql::FamilyStore::queries(),
                             sql::ConsentStore::queries(),
                             sql::LoginBook::queries(),
                             sql::ProviderStore::queries(),
                             sql::IdentityStore::queries(),
                             sql::Trail::queries()}) {
    all.insert(all.end(), queries.begin(), queries.end());
  }
  return all;
}

std::unique_ptr<Database> make_sql_database(std::unique_ptr<Engine> engine,
                                            std::unique_ptr<Meter> meter, const Options& options,
                                            const Surroundings& surroundings) {
  return std::make_unique<SqlDatabase>(std::move(engine), std::move(meter), options, surroundings);
}

}  // namespace storage
