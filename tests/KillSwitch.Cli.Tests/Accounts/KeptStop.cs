using System.Text.Json;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Tests.Accounts;

/// <summary>A stop of a role under a rule as the table keeps it, and the answers to whoever asks for it.</summary>
internal static class KeptStop
{
    public const string Id = "stop-abcdefghjk";

    /// <summary>For <see cref="GuardStandIn.Answers"/>: the table has this one and nothing else.</summary>
    public static Func<string, string, string?> In(StopState state) => (operation, request) => operation switch
    {
        "BatchGetItem" when request.Contains(Id, StringComparison.Ordinal) =>
            $$"""{"Responses":{"KillSwitch-Table":[{{Item(state)}}]},"UnprocessedKeys":{} }""",
        "Query" when request.Contains("stop#open", StringComparison.Ordinal) => $$"""{"Items":[{{Item(state)}}],"Count":1}""",
        _ => null,
    };

    private static string Item(StopState state)
    {
        const string time = "2026-03-02T10:00:00+00:00";
        long[] window = [1772409600, 1772496000];
        const string scope = "account=111122223333|principal=role/agent";
        var stop = JsonSerializer.Serialize(new
        {
            id = Id,
            trip = new { rule = "daily-cap", scope, window, rolling = false, round = 0, limit = "" },
            target = new
            {
                kind = "Principal",
                account = "111122223333",
                principal = "role/agent",
                arn = "arn:aws:iam::111122223333:role/agent",
            },
            evidence = new
            {
                subject = "role/agent",
                unit = "usd",
                limit = 60,
                measured = 61,
                calls = 1,
                input = 1,
                output = 1,
                cacheRead = 0,
                cacheWrite = 0,
                cacheWrite1h = 0,
                usd = 61,
                inFlight = 0,
                ratePerSecond = 0,
                horizonTicks = 0,
                window,
                lastRecord = time,
                unattributed = 0,
            },
            state = state.ToString(),
            revision = 1,
            at = time,
            attempts = 1,
            note = "IAM said no",
        });
        return JsonSerializer.Serialize(new
        {
            pk = new { S = "stop#open" },
            sk = new { S = Id },
            revision = new { N = "1" },
            stop = new { S = stop },
        });
    }
}
