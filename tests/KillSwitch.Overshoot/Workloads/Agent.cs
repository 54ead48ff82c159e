using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Overshoot.Workloads;

/// <summary>One session that calls, waits for the answer, pauses, and calls again.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Model">As it names it.</param>
/// <param name="Context">Input tokens of a call; they vary by a fifth either way.</param>
/// <param name="CachePercent">Of them, served from the cache.</param>
/// <param name="Answer">Output tokens of a call, on average.</param>
/// <param name="PauseMilliseconds">Between an answer and the next call, on average.</param>
internal sealed record Agent(string Role, string Model, long Context, long CachePercent, long Answer, long PauseMilliseconds)
{
    /// <summary>Its calls, without end.</summary>
    public IEnumerable<Call> Calls(string session, long startMilliseconds, SplitMix random)
    {
        var timing = new Timing(random.Fork());
        var caller = Caller.Parse($"arn:aws:sts::{Incident.Account}:assumed-role/{Role}/{session}");
        var model = ModelId.Parse(Model);
        for (var at = startMilliseconds; ;)
        {
            var context = random.Between(Context * 4 / 5, Context * 6 / 5);
            var read = context * CachePercent / 100;
            var call = timing.Call(new Invocation
            {
                Id = new RecordId(Incident.Account, Incident.Region, random.Guid()),
                Timestamp = DateTimeOffset.UnixEpoch,
                Caller = caller,
                Model = model,
                Operation = "ConverseStream",
                Tokens = new TokenUsage(context - read, 1 + random.Spread(Answer), read),
                HasTokenCounts = true,
            }, at);
            yield return call;
            at = call.End + random.Spread(PauseMilliseconds);
        }
    }
}
