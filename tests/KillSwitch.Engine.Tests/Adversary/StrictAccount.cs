using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What IAM would say: whom a deny is on, and since when. A deny works at once, so that nothing hangs on its delay.</summary>
internal sealed class StrictAccount : IEnforcer
{
    private readonly Dictionary<string, List<Span>> _denies = new(StringComparer.Ordinal);

    public IEnumerable<string> Denied => _denies.Where(deny => deny.Value[^1].Until == long.MaxValue).Select(deny => deny.Key);

    /// <summary>On these it lets the guard put no deny.</summary>
    public HashSet<string> Hindered { get; } = new(StringComparer.Ordinal);

    public bool IsDenied(string target) => WasDenied(target, long.MaxValue - 1);

    public bool Refused(Call call, PolicySpec policy) =>
        WasDenied(call.Who, call.Second) || WasDenied($"{call.Who}/{call.Session}", call.Second)
        || ((WasDenied(call.Model, call.Second) || WasDenied("account", call.Second)) && !policy.IsExempt(call.Who));

    /// <summary>Somebody else takes it off.</summary>
    public void TakeOff(string target, DateTimeOffset now) => End(target, now);

    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        var name = Names.Of(target);
        var wasSo = IsDenied(name);
        if (!wasSo && Hindered.Contains(name))
        {
            return ValueTask.FromResult<EnforcementResult>(
                new EnforcementResult.Failed(StopFailure.AccessDenied, "IAM does not let the guard"));
        }

        if (!wasSo)
        {
            if (!_denies.TryGetValue(name, out var spans))
                _denies.Add(name, spans = []);
            spans.Add(new Span(now.ToUnixTimeSeconds(), long.MaxValue));
        }

        return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now, wasSo));
    }

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        End(Names.Of(target), now);
        return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));
    }

    public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
        ValueTask.FromResult<bool?>(IsDenied(Names.Of(target)));

    private bool WasDenied(string target, long second) =>
        _denies.TryGetValue(target, out var spans) && spans.Exists(span => span.Has(second));

    private void End(string target, DateTimeOffset now)
    {
        if (IsDenied(target))
            _denies[target][^1] = _denies[target][^1] with { Until = now.ToUnixTimeSeconds() };
    }
}
