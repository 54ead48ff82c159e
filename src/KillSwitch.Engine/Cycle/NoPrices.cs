using System.Globalization;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.Cycle;

/// <summary>Of each counter the last model without a price that this process has met, and what its calls were counted at.</summary>
internal sealed class NoPrices
{
    // Callers choose what models they name and what they are counted by.
    private const int MaxKept = 10_000;
    private const int LongestName = 100;

    private readonly Dictionary<string, (ModelId Model, Price Price)> _last = new(StringComparer.Ordinal);

    public void Note(Invocation call, Price price, IReadOnlyList<RuleHit> hits)
    {
        if (_last.Count >= MaxKept)
            _last.Clear();
        foreach (var hit in hits)
            _last[hit.Scope] = (call.Model, price);
    }

    /// <summary>How and why, as one clause; null where none was met.</summary>
    public string? Of(RuleHit hit) => _last.TryGetValue(hit.Scope, out var last)
        ? $"no price: `{Named(last.Model.Id)}` counted at {Amount(last.Price.Input)} a million input tokens"
            + (last.Price.Output is { } output ? $" and {Amount(output)} a million output tokens" : "")
            + $", because that is {last.Price.Source}"
        : null;

    // A caller's text.
    private static string Named(string id) => PlainText.Of(id.Length > LongestName ? id[..LongestName] + "…" : id);

    private static string Amount(decimal usd) => "$" + usd.ToString("#,##0.00####", CultureInfo.InvariantCulture);
}
