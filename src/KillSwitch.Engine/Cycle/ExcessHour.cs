using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Cycle;

/// <summary>What the log counts of one model in one hour that is over, and the metrics do not confirm.</summary>
/// <param name="Region">Where.</param>
/// <param name="Model">As the log spells it.</param>
/// <param name="Hour">When.</param>
/// <param name="Usage">What is not confirmed, at its estimated cost.</param>
public sealed record ExcessHour(string Region, ModelId Model, Window Hour, Usage Usage)
{
    internal string ToText() =>
        string.Join(' ', Numbers().Select(number => number.ToString(CultureInfo.InvariantCulture)).Append(Region)
            .Append(Uri.EscapeDataString(Model.Raw)));

    internal static ExcessHour Parse(string line)
    {
        var parts = line.Split(' ');
        return new ExcessHour(
            parts[8],
            ModelId.Parse(Uri.UnescapeDataString(parts[9])),
            new Window(Long(0), Long(1)),
            new Usage(Long(2), new TokenUsage(Long(3), Long(4), Long(5), Long(6)),
                new Usd(decimal.Parse(parts[7], NumberStyles.Float, CultureInfo.InvariantCulture))));

        long Long(int at) => long.Parse(parts[at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private IEnumerable<decimal> Numbers() =>
        [Hour.Start, Hour.End, Usage.Calls, Usage.Tokens.InputTokens, Usage.Tokens.OutputTokens, Usage.Tokens.CacheReadInputTokens,
            Usage.Tokens.CacheWriteInputTokens, Usage.Cost.Amount];
}
