using System.Globalization;
using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Adoption;

/// <summary>What somebody did that no limit should be made to fit, and why it is taken for that.</summary>
/// <param name="Who">Who spent it, or where it was seen.</param>
/// <param name="FirstHour">In Unix seconds.</param>
/// <param name="LastHour">In Unix seconds; the hour itself is of it.</param>
/// <param name="Spent">In dollars.</param>
/// <param name="Reason">One clause, without names.</param>
public sealed record Runaway(string Who, long FirstHour, long LastHour, decimal Spent, string Reason)
{
    /// <summary>One sentence without its full stop.</summary>
    public override string ToString() =>
        $"{ShortName.Of(Who)} spent {Figure.Text(Unit.Usd, Spent)} from {Hour(FirstHour)} to {Hour(LastHour + 3600)} UTC {Reason}";

    private static string Hour(long second) =>
        DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
