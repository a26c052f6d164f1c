// mint::SessionStore and identity::sessions::SessionBook in SQL: one table. What ends a session
// makes its visits due, and rings.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "identity/sessions/session_book.h"
#include "mint/session_store.h"
#include "storage/bell.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class SessionStore final : public mint::SessionStore, public identity::sessions::SessionBook {
 public:
  using Session = identity::sessions::Session;
  using UserId = identity::users::UserId;

  SessionStore(Reader& reader, Writer& writer, Bell& bell)
      : reader_(reader), writer_(writer), bell_(bell) {}

  base::Result<mint::SessionOpening> open(const mint::SessionRow& row,
                                          const mint::Replaced& replaced,
                                          const std::optional<mint::Conclusion>& concluded,
                                          const audit::Event& event) override;
  base::Result<std::optional<mint::SessionRow>> find(base::BytesView hash,
                                                     base::Instant now) override;
  base::Result<bool> end(const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override;

  base::Result<std::optional<identity::sessions::Found>> look(base::BytesView hash) override;
  base::Result<identity::sessions::AtHand> look(identity::users::UserId user,
                                                const mint::SessionId& id,
                                                base::Instant now) override;
  base::Result<std::vector<Session>> of(UserId user, base::Instant now) override;
  bool touch(const mint::SessionId& id, base::Instant seen_at, base::Instant idle_until) override;
  base::Result<bool> end(UserId user, const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override;
  base::Result<std::size_t> end_all(UserId user, const std::optional<mint::SessionId>& keep,
                                    base::Instant now, const audit::Event& event) override;

  // Removes at most `limit` rows that have been gone for long.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  template <class T>
  base::Result<T> ringing(base::Result<T> ended);

  Reader& reader_;
  Writer& writer_;
  Bell& bell_;
};

}  // namespace storage::sql
