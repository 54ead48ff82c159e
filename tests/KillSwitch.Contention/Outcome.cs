namespace KillSwitch.Contention;

/// <summary>What came of a load.</summary>
/// <param name="Rate">Deliveries a second.</param>
/// <param name="Lost">Of the deliveries, how many were given up after all tries.</param>
/// <param name="P50">Of the meter's time, in seconds, from a delivery to its judgment.</param>
/// <param name="P99">The same.</param>
/// <param name="P99Later">The same of what came when ten seconds were over.</param>
/// <param name="Refused">Transactions that were refused, a delivery.</param>
/// <param name="WriteUnits">A record.</param>
/// <param name="ItemsRead">A record.</param>
/// <param name="Processes">How many the deliveries took.</param>
/// <param name="IsCountedOnce">Whether the counters hold each record that says that it was counted, and nothing else.</param>
public sealed record Outcome(
    int Rate, double Lost, double P50, double P99, double P99Later, double Refused, double WriteUnits, double ItemsRead, int Processes,
    bool IsCountedOnce);
