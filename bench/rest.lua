-- wrk, for bench/servers.py: each connection rests before each request, for so many milliseconds on
-- the average as the argument says.
local rest
local owed = 0

function init(args) rest = tonumber(args[1]) end

function delay()
  owed = owed + rest
  local now = math.floor(owed)
  owed = owed - now
  return now
end
