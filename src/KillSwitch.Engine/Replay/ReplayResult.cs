using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;

namespace KillSwitch.Engine.Replay;

/// <summary>What a replay found: the same usage with and without the guard.</summary>
public sealed record ReplayResult
{
    public required PolicyMode Mode { get; init; }

    /// <summary>The first and the last record's time; null when nothing could be read.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Records that Bedrock served.</summary>
    public long Invocations { get; init; }

    /// <summary>Records with an <c>errorCode</c>: no call, no cost.</summary>
    public long Refused { get; init; }

    /// <summary>The same by their <c>errorCode</c>, the most frequent first.</summary>
    public IReadOnlyList<(string ErrorCode, long Calls)> RefusedBy { get; init; } = [];

    /// <summary>Records met again.</summary>
    public long Duplicates { get; init; }

    /// <summary>Lines that could not be read.</summary>
    public long Skipped { get; init; }

    /// <summary>Ids of models without a price, sorted.</summary>
    public IReadOnlyList<string> Unpriced { get; init; } = [];

    /// <summary>
    /// Served records of a model that is charged by tokens, without any count: they cost nothing here, and something there.
    /// </summary>
    public long Uncounted { get; init; }

    /// <summary>Where the policy asks for a principal's path and the log shows none: it counted as fulfilled.</summary>
    public IReadOnlyList<AssumedPath> AssumedPaths { get; init; } = [];

    /// <summary>What the policy looks at and the log does not say: it counted under <c>(unknown)</c>.</summary>
    public IReadOnlyList<UnknownValue> UnknownValues { get; init; } = [];

    /// <summary>Where a tag was stopped: every gateway counted as one that obeys.</summary>
    public IReadOnlyList<AssumedGateways> AssumedGateways { get; init; } = [];

    public Usd WithoutGuard { get; init; }

    public Usd WithGuard { get; init; }

    /// <summary>The same two at list price; null where no discount applies.</summary>
    public ListSpend? ListSpend { get; init; }

    /// <summary>Tokens of all served records, without the guard.</summary>
    public TokenUsage Tokens { get; init; }

    public IReadOnlyList<ReplayStop> Stops { get; init; } = [];

    /// <summary>The first that cut something, or would have; null where all wait for approval.</summary>
    public ReplayStop? FirstCut => Stops.FirstOrDefault(stop => stop.EffectiveAt is not null);

    public IReadOnlyList<ReplayNotification> Notifications { get; init; } = [];

    /// <summary>Who called, the dearest first.</summary>
    public IReadOnlyList<ReplaySpend> ByPrincipal { get; init; } = [];

    /// <summary>Which models were called, the dearest first.</summary>
    public IReadOnlyList<ReplaySpend> ByModel { get; init; } = [];

    /// <summary>Equal steps from the first record to the last, for charts; at most a few hundred.</summary>
    public IReadOnlyList<TimelineStep> Timeline { get; init; } = [];

    /// <summary>
    /// Who refused and why, so that nobody takes it for the guard: <c>throttled by Bedrock</c>, <c>refused by Bedrock (3
    /// ValidationException, 1 AccessDeniedException)</c>; null where nothing was.
    /// </summary>
    public string? RefusedWords() => RefusedBy switch
    {
        [] => null,
        [("ThrottlingException", _)] => "throttled by Bedrock",
        [var (code, _)] => $"refused by Bedrock ({PlainText.Of(code)})",
        _ => $"refused by Bedrock ({Listing.Of([.. RefusedBy.Select(one =>
            string.Create(CultureInfo.InvariantCulture, $"{one.Calls:#,##0} {PlainText.Of(one.ErrorCode)}"))], 5)})",
    };
}

/// <summary>What the calls cost before discounts.</summary>
public sealed record ListSpend(Usd WithoutGuard, Usd WithGuard);

/// <summary>What one name's calls cost.</summary>
/// <param name="Calls">That Bedrock served, without the guard.</param>
public sealed record ReplaySpend(string Name, long Calls, Usd WithoutGuard, Usd WithGuard);

/// <summary>A pattern that asks for a path, and whom it took in though their paths are not known.</summary>
/// <param name="Pattern">As the policy has it.</param>
/// <param name="Principals"><c>role/NAME</c>, sorted.</param>
public sealed record AssumedPath(string Pattern, IReadOnlyList<string> Principals);

/// <summary>A dimension, and of whom or what its value is not known.</summary>
/// <param name="Dimension">As the policy spells it under <c>per</c>.</param>
/// <param name="Names"><c>role/NAME</c>, or profiles; sorted.</param>
public sealed record UnknownValue(string Dimension, IReadOnlyList<string> Names)
{
    /// <summary>Whether IAM knows it: a path, or a tag of a role or user.</summary>
    public bool IsOfIam => Dimension == "path" || Dimension.StartsWith("principalTag:", StringComparison.Ordinal);

    /// <summary>How it counted, as a clause.</summary>
    public string HowCounted => Dimension == "path"
        ? "counted as `(unknown)`, and every pattern of a path takes it in"
        : "counted as `(unknown)`, which no other pattern than `*` takes in";
}

/// <summary>Stops of a tag, which IAM does not carry out: their calls were taken to be refused from the effect on.</summary>
/// <param name="Rule">Whose.</param>
/// <param name="Tags"><c>tag:KEY=VALUE</c>, sorted.</param>
/// <param name="Escalate">What becomes of a gateway that goes on.</param>
public sealed record AssumedGateways(string Rule, IReadOnlyList<string> Tags, TagEscalation Escalate)
{
    /// <summary>What the result leaves out, as a clause.</summary>
    public string Otherwise => Escalate == TagEscalation.Principal
        ? "one that does not is stopped itself"
        : "one that does not goes on, and is told";
}

/// <summary>Whom or what a stop cut.</summary>
/// <param name="Kind">Principal, session, model, tag, principals or account.</param>
/// <param name="Name"><c>role/agent</c>, <c>role/agent/SESSION</c>, a model id, <c>principalTag:KEY=VALUE</c>, or an account id.</param>
/// <param name="Account">The account that it is in.</param>
public sealed record ReplayTarget(StopScope Kind, string Name, string Account)
{
    /// <summary>What stands before the name, with a blank after it: <c>principal</c>, <c>everyone with</c>.</summary>
    public string KindBefore => Kind switch
    {
        StopScope.Tag => "calls with ",
        StopScope.Principals => "everyone with ",
        _ => KindName + " ",
    };

    /// <summary>The kind as the policy file spells it: <c>principal</c>, <c>session</c>, <c>model</c>, <c>account</c>.</summary>
    public string KindName => Kind switch
    {
        StopScope.Principal => "principal",
        StopScope.Session => "session",
        StopScope.Model => "model",
        StopScope.Account => "account",
        StopScope.Tag => "tag",
        StopScope.Principals => "principals",
        _ => "none",
    };
}

/// <summary>One stop of a replay.</summary>
public sealed record ReplayStop
{
    public required string Rule { get; init; }

    public required ReplayTarget Target { get; init; }

    /// <summary>In <see cref="Denied"/>: all of Bedrock.</summary>
    public const string EveryModel = "*";

    /// <summary>The models that it took away, as ids and patterns.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [EveryModel];

    /// <summary>The models that were taken away from the target; empty where all of Bedrock was, or the target is the model.</summary>
    public IReadOnlyList<string> Taken => Target.Kind == StopScope.Model || Denied is [EveryModel] ? [] : Denied;

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the deny took effect; null while it waits for a person's approval.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>When it ended by itself; null when it stood to the end.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>What the three figures below count: <c>usd</c>, <c>calls</c>, <c>uncachedInputTokens</c> …</summary>
    public required Unit Unit { get; init; }

    public required decimal Limit { get; init; }

    /// <summary>The counter when the stop was decided.</summary>
    public required decimal Measured { get; init; }

    /// <summary>The counter when the stop took effect.</summary>
    public required decimal AtEffect { get; init; }

    /// <summary>How far past the limit the counter was by then, 0 or more.</summary>
    public required decimal Overshoot { get; init; }

    /// <summary>One sentence: why.</summary>
    public required string Reason { get; init; }

    /// <summary>What came to the target, as a verb before <c>at $498.38</c>; of a stop that waits, as a clause.</summary>
    public string Became(PolicyMode mode)
    {
        var lost = Listing.Of([.. Taken.Select(PlainText.Of)], 5);
        return (EffectiveAt, mode) switch
        {
            (null, _) => lost.Length == 0 ? "waits for approval" : $"waits for approval, and would lose {lost}",
            (_, PolicyMode.Observe) => lost.Length == 0 ? "would be stopped" : $"would lose {lost}",
            _ => lost.Length == 0 ? "stopped" : $"lost {lost}",
        };
    }

    /// <summary>How it ended, as a verb before a moment: nothing is restored that was not cut.</summary>
    public string Ended(PolicyMode mode) => EffectiveAt is null ? "lapsed without approval"
        : mode == PolicyMode.Observe ? "its window turned"
        : "restored";
}

/// <summary>A message that the guard would have sent. <c>Level</c> is a percentage such as <c>80%</c>, or <c>breach</c>.</summary>
public sealed record ReplayNotification(string Rule, ReplayTarget? Counter, DateTimeOffset At, string Level);

/// <summary>One step of a replay's timeline: running totals of money, and the tokens of the step itself without the guard.</summary>
public sealed record TimelineStep(
    DateTimeOffset Start,
    Usd WithoutGuard,
    Usd WithGuard,
    long InputTokens,
    long CacheReadInputTokens);
