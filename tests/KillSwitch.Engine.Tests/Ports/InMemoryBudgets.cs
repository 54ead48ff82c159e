using KillSwitch.Core.Budgets;
using KillSwitch.Engine.Budgets;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>Budgets in memory.</summary>
public sealed class InMemoryBudgets : IBudgets
{
    private readonly Dictionary<(string Account, string Name), BudgetFacts> _budgets = [];

    /// <summary>Why asking is refused; null where it is not.</summary>
    public string? Refusal { get; set; }

    public void Put(BudgetFacts facts) => _budgets[(facts.Account, facts.Name)] = facts;

    public ValueTask<BudgetLookup> FindAsync(string account, string name, CancellationToken cancellation) =>
        ValueTask.FromResult<BudgetLookup>(
        Refusal is { } reason ? new BudgetLookup.Refused(reason)
        : _budgets.TryGetValue((account, name), out var facts) ? new BudgetLookup.Found(facts)
        : new BudgetLookup.Missing());
}
