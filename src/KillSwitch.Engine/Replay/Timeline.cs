using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Replay;

/// <summary>Adds calls up in equal steps between the first record and the last.</summary>
internal sealed class Timeline
{
    private readonly long _from;
    private readonly long _step;
    private readonly (Usd Without, Usd With, long Input, long CacheRead)[] _steps;

    public Timeline(DateTimeOffset from, DateTimeOffset to, int most)
    {
        _from = from.ToUnixTimeSeconds();
        var seconds = to.ToUnixTimeSeconds() - _from + 1;
        _step = Math.Max(1, (seconds + most - 1) / most);
        _steps = new (Usd, Usd, long, long)[(seconds + _step - 1) / _step];
    }

    public void Add(Invocation invocation, Usd cost, bool happened)
    {
        ref var step = ref _steps[(invocation.Timestamp.ToUnixTimeSeconds() - _from) / _step];
        step.Without += cost;
        step.With += happened ? cost : Usd.Zero;
        step.Input += invocation.Tokens.TotalInputTokens;
        step.CacheRead += invocation.Tokens.CacheReadInputTokens;
    }

    public IReadOnlyList<TimelineStep> Totals()
    {
        var totals = new TimelineStep[_steps.Length];
        var (without, with) = (Usd.Zero, Usd.Zero);
        for (var i = 0; i < totals.Length; i++)
        {
            without += _steps[i].Without;
            with += _steps[i].With;
            totals[i] = new TimelineStep(
                DateTimeOffset.FromUnixTimeSeconds(_from + (i * _step)), without, with, _steps[i].Input, _steps[i].CacheRead);
        }

        return totals;
    }
}
