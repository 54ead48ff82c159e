using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>What stands under <c>limit</c>: it says of which kind the rule is.</summary>
internal abstract record RuleLimit
{
    private RuleLimit()
    {
    }

    public sealed record Counted(Limit Limit) : RuleLimit;

    /// <param name="Name">As AWS has it.</param>
    /// <param name="AtPercent">Of the budget, 1 to 100.</param>
    public sealed record Budget(string Name, int AtPercent = 100) : RuleLimit;
}
