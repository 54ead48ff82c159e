using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Denies;

/// <summary>How strong a prepared deny is beside the others, where somebody holds as many policies as IAM lets.</summary>
public enum DenyStrength
{
    /// <summary>Denies all spending.</summary>
    Whole,

    /// <summary>Denies a part of it, that a stop needs.</summary>
    Part,

    /// <summary>No stop needs it: it is put on somebody in case.</summary>
    Hold,

    /// <summary>Goes with another where there is room.</summary>
    Beside,
}

/// <summary>
/// A policy that the deployment writes, and that is only attached and detached at run time. This list is all of them: what is deployed,
/// told to the functions and the command line, permitted, verified and looked at follows from it.
/// </summary>
public sealed class PreparedDeny
{
    private readonly Func<GuardResources, IReadOnlyList<string>?, string> _document;

    private PreparedDeny(
        string name, DenyStrength strength, Func<GuardResources, IReadOnlyList<string>?, string> document, string description)
    {
        (Name, Strength, Description) = (name, strength, description);
        _document = document;
        (Member, Variable) = ($"{name}DenyPolicy", $"KILLSWITCH_{name.ToUpperInvariant()}_DENY_POLICY_ARN");
    }

    /// <summary>What it denies, in a word: a part of the policy's name.</summary>
    public string Name { get; }

    public DenyStrength Strength { get; }

    /// <summary>As people read it in IAM.</summary>
    public string Description { get; }

    /// <summary>The member of the parameter that has its ARN.</summary>
    public string Member { get; private init; }

    /// <summary>The variable of a function's environment that has its ARN.</summary>
    public string Variable { get; private init; }

    /// <summary>Whether a group holds it for users without room.</summary>
    public bool IsForUsers { get; private init; } = true;

    /// <summary>Whether it denies whoever holds it, whatever its tags say.</summary>
    public bool IsUnconditional { get; private init; }

    /// <summary>
    /// Whether it is deployed only where it is known who works on the guard: else a stop of everyone would leave nobody to lift it.
    /// </summary>
    public bool NeedsOperators { get; private init; }

    /// <summary>Stops one principal.</summary>
    public static PreparedDeny Spending { get; } = new("spending", DenyStrength.Whole, (guard, _) => SpendingDeny.Document(guard),
        "Denies all spending on Amazon Bedrock; attached by the kill switch to whom it stops")
    {
        Member = "denyPolicy",
        Variable = "KILLSWITCH_DENY_POLICY_ARN",
        IsUnconditional = true,
    };

    /// <summary>Stops the whole account: the same deny once more, so that lifting the one leaves the other.</summary>
    public static PreparedDeny Account { get; } = new("account", DenyStrength.Whole,
        (guard, operators) => operators is null ? SpendingDeny.Document() : SpendingDeny.Document(guard, operators),
        "Denies all spending on Amazon Bedrock; attached by the kill switch to everyone when it stops the account")
    {
        IsUnconditional = true,
    };

    /// <summary>Stops those who carry a tag: the same deny again, so that lifting it leaves the stops of single principals.</summary>
    public static PreparedDeny Principals { get; } = new("principals", DenyStrength.Whole, (guard, _) => SpendingDeny.Document(guard),
        "Denies all spending on Amazon Bedrock; attached by the kill switch to everyone who carries a tag when it stops those")
    {
        IsUnconditional = true,
    };

    /// <summary>Stops the sessions that a role's tags name.</summary>
    public static PreparedDeny Session { get; } = new("session", DenyStrength.Part, (guard, _) => SessionDeny.Document(guard),
        "Denies all spending on Amazon Bedrock to the sessions that the tags of their role name; attached by the kill switch")
    {
        IsForUsers = false,
    };

    /// <summary>Stops the models that its holder's tags name.</summary>
    public static PreparedDeny Model { get; } = new("model", DenyStrength.Part, (guard, _) => ModelDeny.Document(guard.Tags),
        "Denies the models on Amazon Bedrock that the tags of its holder name; attached by the kill switch");

    /// <summary>Takes the models away that its holder's tags name or say the beginning of.</summary>
    public static PreparedDeny Taken { get; } = new("taken", DenyStrength.Part, (guard, _) => TakenDeny.Document(guard.Tags),
        "Denies the models on Amazon Bedrock that a rule takes away from its holder, whose tags say which; attached by the kill switch");

    /// <summary>Denies the mantle endpoint.</summary>
    public static PreparedDeny Mantle { get; } = new("mantle", DenyStrength.Hold, (_, _) => MantleDeny.Document(),
        "Denies all spending on the bedrock-mantle endpoint; attached by the kill switch to principals under a cap, where the policy "
        + "says so")
    {
        IsUnconditional = true,
    };

    /// <summary>Denies what no record meters.</summary>
    public static PreparedDeny Unmetered { get; } = new("unmetered", DenyStrength.Hold, (_, _) => UnmeteredDeny.Document(),
        "Denies spending on Amazon Bedrock that no invocation record meters; attached by the kill switch to principals under a cap, "
        + "where the policy says so")
    {
        IsUnconditional = true,
    };

    /// <summary>Denies every region whose records nobody takes in.</summary>
    public static PreparedDeny Regions { get; } = new("regions", DenyStrength.Hold, (guard, _) => RegionsDeny.Document(guard.Heard),
        "Denies all spending on Amazon Bedrock in regions that the kill switch does not hear; attached by it to everyone who is not "
        + "exempt, where the deployment says so");

    /// <summary>Keeps whom a model's stop denies from the guard's own.</summary>
    public static PreparedDeny Guard { get; } = new("guard", DenyStrength.Beside,
        (guard, operators) => GuardDeny.Document(guard, operators ?? []),
        "Denies to change the kill switch; attached by it to whom it denies a model")
    {
        NeedsOperators = true,
    };

    /// <summary>
    /// The spending deny a third time, for a lapsed lease: one that is renewed lifts nobody's stop. None of those that the guard attaches.
    /// </summary>
    public static PreparedDeny Lease { get; } = new("lease", DenyStrength.Whole, (guard, _) => SpendingDeny.Document(guard),
        "Denies all spending on Amazon Bedrock; attached by a state machine to the leased when the kill switch is not alive")
    {
        Member = "leasePolicy",
        IsForUsers = false,
        IsUnconditional = true,
    };

    /// <summary>All that the guard attaches to somebody, the strongest first.</summary>
    public static IReadOnlyList<PreparedDeny> All { get; } =
        [Spending, Account, Principals, Session, Model, Taken, Mantle, Unmetered, Regions, Guard];

    /// <summary>What this version of the guard writes into it.</summary>
    /// <param name="guard">What belongs to the guard.</param>
    /// <param name="operators">Who works on it, as <c>role/NAME</c> and <c>user/NAME</c>; null where that is not known.</param>
    public string Document(GuardResources guard, IReadOnlyList<string>? operators) => _document(guard, operators);

    /// <summary>The name of the policy, and of the group that holds it.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="region">Of the guard.</param>
    public string PolicyName(string stack, string region) => GuardSetting.PreparedDeny(stack, Name, region);

    /// <summary>The ARN of the policy.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="partition">Of AWS.</param>
    /// <param name="account">Twelve digits.</param>
    /// <param name="region">Of the guard.</param>
    public string Arn(string stack, string partition, string account, string region) =>
        $"arn:{partition}:iam::{account}:policy{GuardSetting.PolicyPath}{PolicyName(stack, region)}";

    public override string ToString() => Name;
}
