using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Policies;

/// <summary>Whom or what a stop cuts.</summary>
public enum StopScope
{
    None,
    Session,
    Principal,
    Model,
    Account,

    /// <summary>Everyone whose role or user carries the tag that the rule counts by.</summary>
    Principals,

    /// <summary>Calls with a value of a tag, by the gateways that they pass: published, and denied by nobody else.</summary>
    Tag,
}

/// <summary>What becomes of a stop that a gateway does not honour.</summary>
public enum TagEscalation
{
    /// <summary>It is told.</summary>
    None,

    /// <summary>The gateway's principal is stopped.</summary>
    Principal,
}

public enum Approval
{
    Automatic,

    /// <summary>The breach is told at once and waits for a person.</summary>
    Manual,
}

/// <summary>What becomes of a stop that rests for the greater part on fail-safe prices.</summary>
public enum UnpricedStop
{
    /// <summary>It waits for a person.</summary>
    Approve,

    /// <summary>It cuts like any other.</summary>
    Stop,
}

/// <summary>What becomes of a stop that rests for more than a fifth on estimates.</summary>
public enum EstimatedStop
{
    /// <summary>It waits for a person.</summary>
    Approve,

    /// <summary>It cuts like any other.</summary>
    Stop,
}

public enum Brake
{
    /// <summary>Stop early enough that what is still in flight lands under the limit.</summary>
    Predictive,

    /// <summary>Stop when the total reaches the limit.</summary>
    Exact,
}

/// <summary>When a stop ends by itself.</summary>
public abstract record RestorePlan
{
    private RestorePlan()
    {
    }

    public sealed record Manual : RestorePlan;

    public sealed record AtWindowTurn : RestorePlan;

    public sealed record After(TimeSpan Duration) : RestorePlan;
}

/// <summary>
/// One rule of a policy, as <c>killswitch.yaml</c> states it, with every default filled in: counted, or bound to a budget.
/// </summary>
public abstract record Rule
{
    private protected Rule()
    {
    }

    /// <summary><c>[a-z0-9-]{1,64}</c>, unique in its policy.</summary>
    public required string Id { get; init; }

    /// <summary>All must match; empty matches everything.</summary>
    public IReadOnlyList<FieldMatch> Match { get; init; } = [];

    public bool NotifyBreach { get; init; } = true;

    public required StopScope Stop { get; init; }

    /// <summary>Of a stop of a tag.</summary>
    public TagEscalation Escalate { get; init; } = TagEscalation.None;

    /// <summary>What a stop takes away; null for all of Bedrock.</summary>
    public ModelSet? Deny { get; init; }

    public Approval Approval { get; init; } = Approval.Automatic;

    public RestorePlan Restore { get; init; } = new RestorePlan.Manual();

    /// <summary>
    /// Of a drill, about its own role alone: it enforces where the policy observes, and its stops count toward no <c>maxStops</c>.
    /// </summary>
    public bool IsDrill { get; init; }

    public abstract Unit Unit { get; }

    /// <summary>The limit as trips keep it: one that moved is reached anew.</summary>
    public abstract string LimitText { get; }

    /// <summary>Whether a stop for such a total waits for a person.</summary>
    public virtual Approval ApprovalOf(Usage total) => Approval;

    /// <summary>When nothing of what a window of the rule holds by now counts any more.</summary>
    public abstract DateTimeOffset TurnsAt(Window window, DateTimeOffset now);
}
