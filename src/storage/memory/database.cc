#include "storage/memory/database.h"

#include <mutex>
#include <optional>

#include "storage/memory/clients.h"
#include "storage/memory/families.h"
#include "storage/memory/federation.h"
#include "storage/memory/login_book.h"
#include "storage/memory/logins.h"
#include "storage/memory/people.h"
#include "storage/memory/sessions.h"
#include "storage/memory/sites.h"
#include "storage/memory/stores.h"
#include "storage/memory/trail.h"
#include "storage/memory/visits.h"
#include "storage/sweep_turns.h"
#include "storage/sweeper.h"

namespace storage::memory {
namespace {

class MemoryDatabase final : public Database {
 public:
  MemoryDatabase(const Options& options, const Surroundings& surroundings)
      : trail_(ChainTail(options.chain, surroundings.chain_key, surroundings.clock), mutex_),
        logins_(trail_, mutex_, options.logins) {
    if (options.sweep_every.count() > 0) {
      sweeper_.emplace([this](base::Instant now, std::size_t limit) { return sweep(now, limit); },
                       options.sweep_every, options.sweep_batch, surroundings.clock,
                       surroundings.log);
    }
  }
  ~MemoryDatabase() override { close(); }

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

  base::Done ready() override { return {}; }
  base::Result<SchemaState> schema() override { return SchemaState{}; }
  Counters counters() const override { return meter_.snapshot(); }

  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit) override {
    const auto swept = turns_.sweep(now, limit);
    meter_.swept += swept.rows;
    TRY(swept.done);
    return swept.rows;
  }

  void close() override {
    if (sweeper_) {
      sweeper_->stop();
    }
  }

 private:
  template <class Store>
  static SweepTurns::Kind kind(Store& store) {
    return [&store](base::Instant now, std::size_t limit) { return store.sweep(now, limit); };
  }

  Meter meter_;
  // What lies in memory already needs no memory in front of it.
  const base::Changes changes_{base::Changes::Told::nothing};
  std::mutex mutex_;
  Trail trail_;
  KeyStore keys_{trail_, mutex_};
  OneTimeStore one_time_{trail_, mutex_,
                         [this](const mint::Opening& opening) { return families_.open(opening); }};
  People people_;
  Visits visit_rows_;
  Families family_rows_;
  Federation federation_rows_;
  TransactionStore logins_;
  SessionStore sessions_{trail_,
                         mutex_,
                         people_,
                         {.visits = visit_rows_, .families = family_rows_, .logins = logins_}};
  FamilyStore families_{trail_, mutex_, family_rows_, sessions_, people_};
  ConsentStore consents_{trail_, mutex_, families_};
  UserStore users_{trail_,
                   mutex_,
                   people_,
                   {.sessions = sessions_,
                    .logins = logins_,
                    .families = families_,
                    .consents = consents_,
                    .federation = federation_rows_}};
  GrantStore grants_{trail_, mutex_, people_};
  AttributeStore attributes_{trail_, mutex_};
  PasswordStore passwords_{trail_, mutex_, people_, sessions_, families_};
  AttemptStore attempts_{trail_, mutex_};
  SiteStore sites_{trail_, mutex_, visit_rows_};
  Visitors visitors_{mutex_, people_, sessions_, one_time_};
  VisitStore visits_{trail_, mutex_, visit_rows_, sessions_};
  ClientStore clients_{trail_, mutex_, consents_};
  LoginBook login_book_{mutex_, people_, family_rows_, sessions_};
  ProviderStore providers_{trail_, mutex_, federation_rows_};
  IdentityStore identities_{trail_,
                            mutex_,
                            federation_rows_,
                            {.people = people_, .users = users_, .sessions = sessions_}};
  SweepTurns turns_{{kind(one_time_), kind(sessions_), kind(logins_), kind(attempts_),
                     kind(visits_), kind(families_), kind(consents_)}};
  std::optional<Sweeper> sweeper_;
};

}  // namespace

std::unique_ptr<Database> make_database(const Options& options, const Surroundings& surroundings) {
  return std::make_unique<MemoryDatabase>(options, surroundings);
}

}  // namespace storage::memory
