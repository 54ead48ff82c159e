using KillSwitch.Core.Budgets;

namespace KillSwitch.Engine.Budgets;

/// <summary>Asks AWS what it says of a budget now.</summary>
public interface IBudgets
{
    /// <summary>What passes by itself, such as a throttled request, is an exception.</summary>
    ValueTask<BudgetLookup> FindAsync(string account, string name, CancellationToken cancellation);
}

/// <summary>What came of asking for a budget.</summary>
public abstract record BudgetLookup
{
    private BudgetLookup()
    {
    }

    public sealed record Found(BudgetFacts Facts) : BudgetLookup;

    /// <summary>There is no such budget.</summary>
    public sealed record Missing : BudgetLookup;

    /// <summary>The guard may not ask, or not so; one sentence says why.</summary>
    public sealed record Refused(string Reason) : BudgetLookup;
}
