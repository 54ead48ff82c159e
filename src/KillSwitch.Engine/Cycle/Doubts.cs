using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// How much of a counter rests on records that the metrics do not confirm. INVARIANT (nobody is stopped on a forged record alone): a stop
/// begins by itself only where what is left after all that may be forged reaches the limit. Of a counter that tells principals apart no
/// more is in doubt than that principal's own records of the hour: who forges records of others is not spared by it.
/// </summary>
public sealed class Doubts(ILedger ledger, IGuardMemory memory)
{
    /// <summary>Who lets a stop go ahead that waited for the metrics.</summary>
    public const string Approver = "CloudWatch's metrics, which confirm enough of it";

    private static readonly IReadOnlyList<Dimension> ByPrincipal = [Dimension.Account, Dimension.Principal];

    private readonly ExcessBook _book = new(memory);

    /// <summary>What is known to be in doubt, as of the last look.</summary>
    public IReadOnlyList<ExcessHour> Known { get; private set; } = [];

    public async ValueTask RefreshAsync(CancellationToken cancellation) => Known = await _book.KnownAsync(cancellation);

    /// <summary>The watch has just looked.</summary>
    public void GoBy(IReadOnlyList<ExcessHour> known) => Known = known;

    /// <summary>What may be forged of a counter in a window; nothing for a ratio, which more records do not bring down.</summary>
    public async ValueTask<Usage> OfAsync(RuleHit hit, Window window, CancellationToken cancellation)
    {
        if (Known.Count == 0 || !hit.Rule.Limit.IsSum)
            return default;
        var sum = default(Usage);
        foreach (var hour in Known.Where(one => one.Hour.Start < window.End && one.Hour.End > window.Start && Counts(hit, one))
            .GroupBy(one => one.Hour))
        {
            var excess = hour.Aggregate(default(Usage), (all, one) => all + one.Usage);
            sum += await OwnAsync(hit, hour.Key, cancellation) is { } own ? excess.Least(own) : excess;
        }

        return sum;
    }

    /// <summary>
    /// What no metric confirms of a total, in the limit's unit, where what is left does not reach the limit; null where it does.
    /// </summary>
    internal async ValueTask<decimal?> OfAsync(RuleHit hit, Window window, Reading reading, CancellationToken cancellation)
    {
        var doubted = await OfAsync(hit, window, cancellation);
        return doubted == default || Evaluator.Breach(hit.Rule.Limit, reading with { Total = reading.Total.Beyond(doubted) }) is not null
            ? null
            : Math.Min(hit.Rule.Limit.Of(doubted), hit.Rule.Limit.Of(reading.Total));
    }

    private async ValueTask<Usage?> OwnAsync(RuleHit hit, Window hour, CancellationToken cancellation)
    {
        if (ScopeText.Value(hit.Scope, Dimension.Account) is not { } account
            || ScopeText.Value(hit.Scope, Dimension.Principal) is not { } principal)
        {
            return null;
        }

        var scope = ScopeText.Of(dimension => dimension.Kind == DimensionKind.Account ? account : principal, ByPrincipal, patterns: "");
        return (await ledger.ReadAsync([new CounterKey(scope, hour)], cancellation))[0];
    }

    private static bool Counts(RuleHit hit, ExcessHour excess)
    {
        return IsCounted(Dimension.Model, excess.Model.Id, excess.Model.Raw) && IsCounted(Dimension.Region, excess.Region, excess.Region)
            && hit.Rule.Match.Select(match => new FieldPatterns(match)).All(match => match.Field.Kind switch
            {
                DimensionKind.Model => match.MatchesModel(excess.Model, excess.Region, ScopeText.Value(hit.Scope, Dimension.Account) ?? ""),
                DimensionKind.Region => match.MatchesValue(excess.Region, "", PrincipalPaths.Unknown),
                _ => true,
            });

        bool IsCounted(Dimension dimension, string value, string spelling) =>
            ScopeText.Value(hit.Scope, dimension) is not { } counted || counted == value || counted == spelling;
    }
}
