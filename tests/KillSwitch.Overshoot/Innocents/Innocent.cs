using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>Callers who stay under their limit, and the way that their records take.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="Unit">What is limited, as a limit of any size.</param>
/// <param name="Every">In which window.</param>
/// <param name="EndsAt">Where the fullest window ends, in thousandths of the limit: the limit is made to fit.</param>
/// <param name="Percent">Of the seeds that are asked for.</param>
/// <param name="Calls">Of a seed, in order of their end.</param>
internal sealed record Innocent(
    string Name, Limit Unit, Every Every, (int Least, int Most) EndsAt, int Percent, Func<int, IReadOnlyList<Call>> Calls)
{
    /// <summary>What keeps a record from the log group beyond the usual, in milliseconds; made for a run.</summary>
    public Func<SplitMix, IReadOnlyList<Call>, Func<Call, long>> HeldUp { get; init; } = (_, _) => _ => 0;

    /// <summary>The limit is on the account, not on each principal.</summary>
    public bool IsOfAccount { get; init; }

    /// <summary>Many callers, each under the limit by itself.</summary>
    public bool IsFleet { get; init; }

    public int SeedsOf(int asked) => Math.Max(1, asked * Percent / 100);

    public Policy Policy(decimal limit) => new()
    {
        Rules =
        [
            new CountedRule
            {
                Id = "cap",
                Per = [IsOfAccount ? Dimension.Account : Dimension.Principal],
                Limit = Unit switch
                {
                    Limit.Spend => new Limit.Spend(new Usd(limit)),
                    Limit.CallCount => new Limit.CallCount((long)Math.Ceiling(limit)),
                    Limit.Tokens tokens => tokens with { Count = (long)Math.Ceiling(limit) },
                    _ => throw new ArgumentOutOfRangeException(nameof(limit), Unit, "not one of the study"),
                },
                Every = Every,
                Stop = IsOfAccount ? StopScope.Account : StopScope.Principal,
                Brake = Brake.Predictive,
            },
        ],
    };
}
