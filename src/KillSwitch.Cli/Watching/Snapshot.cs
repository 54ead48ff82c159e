using KillSwitch.Cli.Status;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Watching;

/// <summary>What is spent now.</summary>
/// <param name="Hour">In the current hour, in dollars.</param>
/// <param name="Day">In the current day of the policy's time zone.</param>
/// <param name="Burning">How fast.</param>
/// <param name="LastHours">By the hour, the current one last.</param>
internal sealed record Spending(decimal Hour, decimal Day, Burning Burning, IReadOnlyList<decimal> LastHours);

/// <summary>A deployed guard at one moment.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Place">Which guard.</param>
/// <param name="Status">Its health, and the stops that are open.</param>
/// <param name="Spending">Of the account.</param>
/// <param name="By">What <paramref name="Top"/> is told apart by.</param>
/// <param name="Unit">The window of <paramref name="Top"/>.</param>
/// <param name="Top">Who or what spends most.</param>
/// <param name="Closest">The counters that are closest to their limit, the fullest first.</param>
internal sealed record Snapshot(
    DateTimeOffset At,
    Deployment Place,
    GuardStatus Status,
    Spending Spending,
    UsageBy By,
    WindowUnit Unit,
    UsageReport Top,
    IReadOnlyList<Projection> Closest);
