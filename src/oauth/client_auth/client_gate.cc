#include "oauth/client_auth/client_gate.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/basic_auth.h"
#include "base/percent.h"
#include "crypto/digest.h"

namespace oauth {
namespace {

// One answer, whatever it was that did not fit.
Wrong invalid_client() {
  return {"invalid_client", "RFC6749-5.2", "the client could not be authenticated"};
}

Wrong two_ways() {
  return {"invalid_request", "RFC6749-2.3", "the client authenticates in more than one way"};
}

// The same work for every answer.
bool is_secret_of(const Client* client, const base::Secret& shown, base::Instant now) {
  const base::Bytes hash = crypto::sha256(shown.reveal());
  bool right = false;
  if (client != nullptr) {
    for (const SecretHash& secret : client->secrets) {
      const bool same = crypto::equal(hash, secret.sha256);
      right = right || (same && (!secret.good_until || now < *secret.good_until));
    }
  }
  return right;
}

}  // namespace

std::optional<Credentials> basic_credentials(std::string_view authorization) {
  const auto pair = base::basic_pair(authorization);
  const auto id = pair ? base::form_decoded(base::text_of(pair->name)) : std::nullopt;
  auto secret = pair ? base::form_decoded(base::text_of(pair->secret)) : std::nullopt;
  if (!id || !secret) {
    return std::nullopt;
  }
  return Credentials{.client_id = std::string(base::text_of(*id)),
                     .secret = base::Secret(*std::move(secret))};
}

namespace {

// RFC 6749 section 2.3: "MUST NOT use more than one" (TK10).
bool in_two_ways(const Shown& shown) {
  const bool signs = shown.assertion || shown.assertion_type;
  return int{shown.basic.has_value()} + int{shown.secret.has_value()} + int{signs} > 1;
}

// Who the request says it is from.
std::string named_by(const Shown& shown) {
  if (shown.basic) {
    return shown.basic->client_id;
  }
  if (shown.assertion) {
    return Assertions::client_named(*shown.assertion).value_or("");
  }
  return shown.client_id.value_or("");
}

bool names_two(const Shown& shown, std::string_view named) {
  return (shown.basic || shown.assertion) && shown.client_id && *shown.client_id != named;
}

}  // namespace

bool ClientGate::shows_secret_of(const Client* client, const Shown& shown) const {
  const auto method =
      shown.basic ? AuthMethod::client_secret_basic : AuthMethod::client_secret_post;
  const bool right =
      is_secret_of(client, shown.basic ? shown.basic->secret : *shown.secret, clock_.now());
  return right && client->uses(method);
}

base::Result<bool> ClientGate::is_right(const identity::Act& nobody, const Shown& shown,
                                        const Client* client) {
  if (shown.basic || shown.secret) {
    return shows_secret_of(client, shown);
  }
  if (client == nullptr || !client->enabled) {
    return false;
  }
  if (!shown.assertion && !shown.assertion_type) {
    return client->uses(AuthMethod::none);
  }
  // RFC 7521 section 4.2: one is nothing without the other.
  if (!shown.assertion || shown.assertion_type != kAssertionType) {
    return false;
  }
  return assertions_.take(*client, *shown.assertion,
                          {.actor = subject_of(client->id),
                           .address = nobody.address,
                           .request_id = nobody.request_id});
}

base::Result<ClientGate::Answer> ClientGate::authenticate(const identity::Act& nobody,
                                                          const Shown& shown) {
  if (in_two_ways(shown)) {
    return two_ways();
  }
  const std::string named = named_by(shown);
  if (names_two(shown, named)) {
    return Wrong{"invalid_request", "RFC6749-2.3", "client_id is of another client"};
  }
  FoundClient client;
  if (const auto id = ClientId::parse(named)) {
    TRY_VAL(found, store_.find(*id));
    client = std::move(found);
  }
  TRY_VAL(right, is_right(nobody, shown, client.get()));
  if (!right || !client->enabled) {
    return invalid_client();
  }
  mint::ClientProof proof(mint::Client{.id = client->id.text()});
  return Entered{.client = std::move(client), .proof = std::move(proof)};
}

FoundClient ClientGate::recognised(const Shown& shown) const {
  const std::string named = named_by(shown);
  if ((!shown.basic && !shown.secret) || in_two_ways(shown) || names_two(shown, named)) {
    return nullptr;
  }
  const auto id = ClientId::parse(named);
  const auto seen = id ? store_.look_recent(*id) : std::nullopt;
  const bool right = seen && shows_secret_of(seen->value.get(), shown) && seen->value->enabled;
  return right ? seen->value : nullptr;
}

}  // namespace oauth
