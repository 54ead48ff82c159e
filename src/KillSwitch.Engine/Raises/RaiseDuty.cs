using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Raises;

/// <summary>
/// Grants each raise anew in every window until its time, a window ahead, and takes it back then. INVARIANT (a window is raised once): what
/// is granted in a window has an id of both, and the ledger counts an id once.
/// </summary>
public sealed class RaiseDuty(RuleBook rules, GuardPorts ports) : IMinuteDuty
{
    private readonly RaiseBook _book = new(ports.Memory);

    public string Name => "raises";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var raise in await _book.ReadAsync(cancellation))
        {
            // A rule that is not in force, or counts otherwise by now, is raised no more.
            var hit = rules.HitOf(raise.Rule, raise.Counter);
            if (now >= raise.Until)
            {
                if (hit is not null && WindowOfEnd(raise, hit.Windows) is { } last)
                    await PostAsync(hit.Allowances.Widen(raise.Account, -raise.Amount, last, raise.Id + "/end", raise.Until), cancellation);
                await _book.KeepAsync(raise.Id, null, cancellation);
                continue;
            }

            if (hit is null || raise.IsStanding || hit.Windows.IsRolling)
                continue;
            var to = await GrantAsync(raise, hit, now, cancellation);
            if (to != raise.GrantedTo)
                await _book.KeepAsync(raise.Id, raise with { GrantedTo = to }, cancellation);
        }

        return true;
    }

    private async ValueTask<long> GrantAsync(Raise raise, RuleHit hit, DateTimeOffset now, CancellationToken cancellation)
    {
        var (granted, current) = (raise.GrantedTo, hit.Windows.Holding(now.ToUnixTimeSeconds()));
        foreach (var window in (Window[])[current, hit.Windows.Holding(current.End)])
        {
            if (window.Start < granted || window.From >= raise.Until)
                continue;
            var id = FormattableString.Invariant($"{raise.Id}/{window.Start}");
            await PostAsync(hit.Allowances.Widen(raise.Account, raise.Amount, window, id, window.From), cancellation);
            granted = window.End;
        }

        return granted;
    }

    // Where it counts at its end; null where it ends with its window.
    private static Window? WindowOfEnd(Raise raise, RuleWindow windows)
    {
        if (raise.IsStanding || windows.IsRolling)
            return raise.IsStanding && windows.IsRolling ? Window.Always : null;
        var window = windows.Holding(raise.Until.ToUnixTimeSeconds());
        return window.From < raise.Until && window.Start < raise.GrantedTo ? window : null;
    }

    private async ValueTask PostAsync(Posting posting, CancellationToken cancellation) =>
        await ports.Ledger.CountAsync([posting], cancellation);
}
