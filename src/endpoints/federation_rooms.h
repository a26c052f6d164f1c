// The rooms of the logins elsewhere that the endpoints open onto.
#pragma once

#include "federation/admission.h"
#include "federation/arrival_gate.h"
#include "federation/departures.h"
#include "federation/links.h"
#include "federation/provider_gate.h"
#include "identity/budget/turnstile.h"

namespace endpoints {

struct FederationRooms {
  federation::ProviderGate& providers;
  federation::Departures& departures;
  federation::ArrivalGate& arrivals;
  federation::Admission& admission;
  federation::Links& links;
  // Anybody can be sent away, and each time is a row. Apart from the logins that are begun, or
  // who comes by a provider would be counted twice.
  identity::budget::Turnstile& departed;
};

}  // namespace endpoints
