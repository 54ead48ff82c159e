using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Drills;

/// <summary>
/// What a drill may spend. INVARIANT (never above): before a call the most that it can cost is added to what was spent, and what could
/// pass the budget is not made; what nobody said the cost of has cost the most.
/// </summary>
/// <param name="most">The budget.</param>
public sealed class DrillBudget(Usd most)
{
    public Usd Most => most;

    /// <summary>By what the answers say, at list price.</summary>
    public Usd Spent { get; private set; }

    /// <summary>Whether a call that costs so much at most may be made; it counts as spent from here on.</summary>
    public bool TryReserve(Usd atMost)
    {
        if (Spent + atMost > most)
            return false;
        Spent += atMost;
        return true;
    }

    /// <summary>What a call cost in the place of what it could have.</summary>
    public void Settle(Usd reserved, Usd cost) => Spent += cost - reserved;
}
