// federation::Line by the outbound client.
#pragma once

#include <string>
#include <string_view>

#include "federation/line.h"
#include "http/outbound/client.h"
#include "http/outbound/target.h"

namespace app {

class ProviderLine final : public federation::Line {
 public:
  // While Gapura itself is in development, at a plain http address, what an operator says of a
  // provider names its host (SF1): there is nothing on that machine to be kept from them.
  ProviderLine(http::outbound::Client& client, std::string_view issuer)
      : client_(client), development_(!issuer.starts_with("https://")) {}

  base::Result<federation::Reply> ask(const federation::Question& question) override;

 private:
  http::outbound::Client& client_;
  const bool development_;
};

// By its reader of addresses, without asking anybody.
class ProviderAddresses final : public federation::Addresses {
 public:
  ProviderAddresses(const http::outbound::Client::Options& options, std::string_view issuer)
      : named_(options.named),
        own_host_(options.own_host),
        development_(!issuer.starts_with("https://")) {}

  base::Done check(const std::string& configured_url) const override;

 private:
  const http::outbound::NamedHosts named_;
  const std::string own_host_;
  const bool development_;
};

}  // namespace app
