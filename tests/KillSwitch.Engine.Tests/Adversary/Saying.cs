using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What people were told agrees with IAM and is told once; after a death a word may come late, and twice.</summary>
internal sealed class Saying(Scene scene)
{
    private const string Free = "may call Bedrock again";

    private static readonly GuardAddress Address = new("killswitch", "us-east-1");

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _stops;
    private int _notices;

    /// <summary>After each step, of what it told.</summary>
    public void CheckWords()
    {
        var listener = scene.Guard.Listener;
        for (; _stops < listener.Stops.Count; _stops++)
        {
            var stop = listener.Stops[_stops];
            if (scene.Model.HasSeenDeath)
                continue;
            if (!_told.Add($"{stop.Id} {stop.Revision}"))
                throw new ViolationException("told twice", Scene.Said(stop));
            if (IsHeld(Names.Of(stop.Target)) && StopMessage.Of(stop, Address).Text.Contains(Free, StringComparison.Ordinal))
            {
                throw new ViolationException(
                    "said", $"{Names.Of(stop.Target)} `{Free}` was said of it, and it is denied: {Scene.Said(stop)}");
            }
        }

        for (; _notices < listener.Notices.Count; _notices++)
        {
            var key = listener.Notices[_notices].Key;
            if (!_told.Add(key.ToString()) && !scene.Model.HasSeenDeath)
                throw new ViolationException("told twice", key.ToString());
        }
    }

    // By a deny whose stop the policy stands behind: any other is gone within a minute.
    private bool IsHeld(string target) => Names.Covering(target).Any(one => scene.Guard.Denies.IsDenied(one)
        && scene.Open.Any(stop => stop.State == StopState.Enforced && Names.Of(stop.Denied) == one && scene.Model.StandsBehind(stop))
        && (one != "account" || !scene.Model.Policy.IsExempt(Names.RoleOf(target))));

    /// <summary>After a minute of the watch: the last that was said of a stop is how it stands.</summary>
    public async Task CheckLastAsync()
    {
        foreach (var word in await scene.Guard.Stops.PendingAsync(default))
        {
            if (word.At.AddMinutes(1) <= scene.Guard.Now)
                throw new ViolationException("untold", word.Id);
        }

        var last = new Dictionary<string, Stop>(StringComparer.Ordinal);
        foreach (var stop in scene.Guard.Listener.Stops)
        {
            if (!last.TryGetValue(stop.Id, out var before) || before.Revision <= stop.Revision)
                last[stop.Id] = stop;
        }

        foreach (var stop in scene.Guard.AllStops.Values)
        {
            var told = last.GetValueOrDefault(stop.Id)?.State;
            var isRight = stop.State switch
            {
                StopState.Enforced or StopState.AwaitingApproval or StopState.Observed => told == stop.State,
                // What was only waited for or observed may end without a word.
                _ => told != StopState.Enforced,
            };
            if (!isRight && !scene.Model.HasSeenDeath)
                throw new ViolationException("untold", $"{Scene.Said(stop)}, and last told as {told?.ToString() ?? "nothing"}");
        }
    }
}
