-- Asks for the paths of a file, one after the other, each thread from another place on. Every request has a connection of
-- its own, as the proxy in production makes it: kept ones stay with the worker that took them, and one worker may get all.
local threads = 0
function setup(thread)
  thread:set("start", threads * 37)
  threads = threads + 1
end

function init(args)
  paths = {}
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = start
  wrk.headers["Connection"] = "close"
end

function request()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1])
end

-- A page that is not 200 is no page.
function done(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), bad))
end
