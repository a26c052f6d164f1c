// redirect_sso::VisitStore in SQL.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "redirect_sso/visit_store.h"
#include "storage/bell.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class VisitStore final : public redirect_sso::VisitStore {
 public:
  using Notice = redirect_sso::Notice;
  using SiteId = redirect_sso::SiteId;
  using VisitId = redirect_sso::VisitId;

  VisitStore(Reader& reader, Writer& writer, Bell& bell)
      : reader_(reader), writer_(writer), bell_(bell) {}

  base::Result<bool> begin(const redirect_sso::Visit& visit, base::Instant now) override;
  base::Result<std::vector<SiteId>> due(base::Instant now) override;
  base::Result<std::vector<Notice>> take(const redirect_sso::Lease& lease) override;
  base::Result<bool> told(const VisitId& id, const audit::Event& event) override;
  base::Result<bool> postpone(const Notice& notice, base::Instant due,
                              const std::string& failure) override;
  base::Result<bool> give_up(const Notice& notice, const audit::Event& event) override;
  base::Result<redirect_sso::Waiting> waiting(const SiteId& site) override;
  base::Result<std::size_t> waiting() override;
  void on_ended(std::function<void()> ring) override { bell_.hang(std::move(ring)); }

  // Removes at most `limit` visits of sessions that nobody ended and that are long over.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
  Bell& bell_;
};

}  // namespace storage::sql
