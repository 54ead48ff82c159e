namespace KillSwitch.Overshoot.Results;

/// <summary>What one principal had spent when its stop was in force and its last calls had ended, in dollars.</summary>
internal readonly record struct Outcome(decimal Limit, decimal Spent)
{
    public decimal Past => Math.Max(0, Spent - Limit);

    public decimal Unspent => Math.Max(0, Limit - Spent);
}
