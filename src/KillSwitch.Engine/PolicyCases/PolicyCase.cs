using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>Cases for a policy: who spends what when, and what is to come of it.</summary>
/// <param name="Policy">That they are for; it enforces here, whatever its mode.</param>
/// <param name="Observes">Its own mode cuts nothing.</param>
/// <param name="Clock">Which day is day 1.</param>
/// <param name="Cases">In the order of the file.</param>
public sealed record PolicyCases(Policy Policy, bool Observes, CaseClock Clock, IReadOnlyList<PolicyCase> Cases);

/// <summary>One of them.</summary>
/// <param name="Name">As a person names it.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Calls">What is called.</param>
/// <param name="Expect">What is to come of it.</param>
public sealed record PolicyCase(string Name, long Line, IReadOnlyList<Invocation> Calls, Expectation Expect);

/// <summary>What a case expects; a part that is null is not looked at.</summary>
public sealed record Expectation
{
    /// <summary>These are stopped, and nobody and nothing else.</summary>
    public IReadOnlyList<ExpectedStop>? Stopped { get; init; }

    /// <summary>These wait for a person, and nobody and nothing else.</summary>
    public IReadOnlyList<ExpectedStop>? Waiting { get; init; }

    /// <summary>None of these can be cut, by a stop of their own or of what they are part of.</summary>
    public IReadOnlyList<Glob> NotStopped { get; init; } = [];

    /// <summary>These levels are told; an empty list: none is.</summary>
    public IReadOnlyList<ExpectedNotice>? Notified { get; init; }

    /// <summary>The last moment that something is expected at, so that time goes on up to there.</summary>
    public DateTimeOffset? Until => (Stopped ?? []).Concat(Waiting ?? [])
        .SelectMany(stop => new[] { stop.Before, stop.After, stop.Restored }).Max();
}

/// <summary>A stop that is to happen.</summary>
/// <param name="Target">Whom or what it cuts.</param>
public sealed record ExpectedStop(Glob Target)
{
    /// <summary>The models that it takes away, as the rule's <c>deny</c> writes them; null for any.</summary>
    public IReadOnlyList<string>? Denied { get; init; }

    /// <summary>By which rule; null for any.</summary>
    public string? Rule { get; init; }

    /// <summary>Decided at or after.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Decided before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Ended by itself at or before.</summary>
    public DateTimeOffset? Restored { get; init; }

    /// <summary>It is to stand to the end.</summary>
    public bool IsNeverRestored { get; init; }
}

/// <summary>A message that is to be told.</summary>
/// <param name="Rule">Of which rule.</param>
/// <param name="Level">Such as <c>80%</c>, or <c>breach</c>.</param>
/// <param name="Counter">Of whom; null for anybody.</param>
public sealed record ExpectedNotice(string Rule, string Level, Glob? Counter);
