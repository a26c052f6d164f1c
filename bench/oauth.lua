-- wrk, for bench/oauth.py. The first argument is what is asked, the second how many milliseconds a
-- connection rests before each request; then, by what is asked:
--   same METHOD PATH AUTHORIZATION BODY   one request, again and again
--   code COOKIE AUTHORIZE AUTHORIZATION BODY   a code by AUTHORIZE, then BODY and the code at the token endpoint
--   refresh AUTHORIZATION TOKEN…   each TOKEN once, then what it was answered with
--   introspect AUTHORIZATION TOKEN…   each in its turn
local kind, rest, ask
redeemed = 0 -- codes; wrk reads it from here
local waiting = {}
local answered

local form = "application/x-www-form-urlencoded"

local function token(authorization, body)
  return wrk.format("POST", "/oauth/token", { Authorization = authorization, ["Content-Type"] = form }, body)
end

local kinds = {}

function kinds.same(args)
  local headers = {}
  if args[5] ~= "" then headers.Authorization = args[5] end
  if args[6] ~= "" then headers["Content-Type"] = form end
  local one = wrk.format(args[3], args[4], headers, args[6] ~= "" and args[6] or nil)
  ask = function() return one end
end

function kinds.code(args)
  expects_codes = true
  local authorize = wrk.format("GET", args[4], { Cookie = args[3] })
  ask = function()
    local code = table.remove(waiting)
    return code and token(args[5], args[6] .. "&code=" .. code) or authorize
  end
  answered = function(status, headers)
    if status == 200 then redeemed = redeemed + 1 end
    local code = headers["Location"] and string.match(headers["Location"], "code=([%w_%-]+)")
    if code then waiting[#waiting + 1] = code end
  end
end

function kinds.refresh(args)
  for i = 4, #args do waiting[#waiting + 1] = args[i] end
  ask = function()
    return token(args[3], "grant_type=refresh_token&refresh_token=" .. table.remove(waiting, 1))
  end
  answered = function(_, _, body)
    waiting[#waiting + 1] = string.match(body, '"refresh_token":"([^"]+)"')
  end
end

function kinds.introspect(args)
  local turn = 3
  local headers = { Authorization = args[3], ["Content-Type"] = form }
  ask = function()
    turn = turn < #args and turn + 1 or 4
    return wrk.format("POST", "/oauth/introspect", headers, "token=" .. args[turn])
  end
end

function init(args)
  kind, rest = args[1], tonumber(args[2])
  kinds[kind](args)
  -- Each costs wrk something, so neither is there without a need.
  if answered then response = answered end
  if rest > 0 then delay = function() return rest end end
end

function request() return ask() end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

-- Without a code to redeem, the one is asked for again and again, which costs half.
function done(summary)
  local count = threads[1]:get("redeemed")
  if threads[1]:get("expects_codes") and count < 0.4 * summary.requests then
    print("bench: of " .. summary.requests .. " requests only " .. count .. " redeemed a code")
  end
end
