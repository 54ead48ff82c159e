using KillSwitch.Core.Bills;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Bills;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Once a day holds the bill against what was metered: of the day that is two days old, and of the one that is four, as not all is billed
/// within two. Each request costs a cent: both are asked for together, and once, whatever is restarted meanwhile.
/// </summary>
/// <param name="reader">Made when it is needed.</param>
/// <param name="heard">The regions whose records the guard reads.</param>
/// <param name="ports">What is remembered, and how an error is worded.</param>
/// <param name="deploy">How the guard is deployed again.</param>
public sealed class BillDuty(
    Func<CancellationToken, ValueTask<BillReader>> reader, IReadOnlyCollection<string> heard, GuardPorts ports,
    Redeployment deploy) : IMinuteDuty
{
    private const string Mark = "bill";
    private const int Tries = 3;
    private const int MostNamed = 5;

    /// <summary>A day and a half after the day has ended: AWS bills within a day or two.</summary>
    private const int Hour = 12;

    private static readonly int[] Ages = [BillReader.CompleteAfterDays, 4];

    public string Name => "bill";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var text = await ports.Memory.RecallAsync(Mark, cancellation);
        var mark = KeptText.Read(ports.Memory, Mark, text, BillMark.Parse) is { } kept && kept.Since <= today
            ? kept
            : new BillMark(today, null, 0);
        // A day that has yet to come was written by a clock that was set back since.
        if (now.UtcDateTime.Hour < Hour || mark.Asked == today)
        {
            if (text is null)
                await ports.Memory.KeepAsync(Mark, mark.ToText(), cancellation);
            return true;
        }

        // Kept before AWS is asked: whoever dies on the way does not ask again and again.
        if (!await ports.Memory.TryKeepAsync(Mark, text, (mark with { Asked = today, Failed = 0 }).ToText(), cancellation))
            return true;
        IReadOnlyList<BillComparison> held;
        try
        {
            List<DateOnly> days = [.. Ages.Select(age => today.AddDays(-age)).Where(day => day > mark.Since)];
            if (days.Count == 0)
                return true;
            held = await (await reader(cancellation)).ReadAsync(days, heard, cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (mark.Failed + 1 < Tries)
                await ports.Memory.KeepAsync(Mark, (mark with { Failed = mark.Failed + 1 }).ToText(), CancellationToken.None);
            else
                findings.Look([GuardCondition.BillUnread], [Unread(error)]);
            return true;
        }

        findings.Look([GuardCondition.BillUnread], []);
        findings.Look([GuardCondition.BillDrift], held.All(one => one.Agrees) ? [] : [Apart(held)]);
        return true;
    }

    private static Condition Apart(IReadOnlyList<BillComparison> held)
    {
        var apart = held.Where(one => !one.Agrees)
            .SelectMany(one => one.Models.SelectMany(model => model.Drifts, (model, drift) => (one.Day, Model: model, Drift: drift)))
            .OrderByDescending(one => one.Drift.Amount).ToList();
        var named = apart.Take(MostNamed)
            .Select(one => $"{Text(one.Day)}, {BillWords.Name(one.Model)}: {BillWords.Of(one.Model, one.Drift)}");
        var more = apart.Count > MostNamed ? $"; and {apart.Count - MostNamed} more" : "";
        var days = apart.Select(one => one.Day).Distinct().Order().ToList();
        return new Condition(
            GuardCondition.BillDrift,
            "the bill and what was metered are apart",
            $"AWS billed something else than the guard metered, by more than 1 % and $1. {string.Join("; ", named)}{more}.",
            string.Join(" and ", days.Select(day => $"killswitch bill --day {Text(day)}")))
        {
            // It is looked at once a day.
            IsToldAtOnce = true,
            Parts = [.. days.Select(Text)],
        };
    }

    private Condition Unread(Exception error) => new(
        GuardCondition.BillUnread,
        "the bill cannot be read",
        $"Cost Explorer was asked for the bill three times today, and did not answer: {ports.Words(error)}. What is metered is held "
            + "against no bill.",
        "turn Cost Explorer on, and let the watch's role use ce:GetCostAndUsage; or " + deploy.With(DeployOption.Flag("bill", false)))
    {
        IsToldAtOnce = true,
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
