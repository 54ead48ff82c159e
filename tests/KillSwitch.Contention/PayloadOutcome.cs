namespace KillSwitch.Contention;

/// <summary>What came of one payload.</summary>
/// <param name="Records">In it.</param>
/// <param name="Sessions">Whose they are.</param>
/// <param name="Tries">Invocations that it took; null when it was given up.</param>
/// <param name="Seconds">From its delivery to its judgment; not a number when it was given up.</param>
/// <param name="Transactions">That were tried.</param>
/// <param name="Refused">Of those, by other writers.</param>
/// <param name="BatchReads">Of up to a hundred items.</param>
/// <param name="IsCountedOnce">Whether the counters hold each record, and nothing else.</param>
public sealed record PayloadOutcome(
    int Records, int Sessions, int? Tries, double Seconds, int Transactions, int Refused, int BatchReads, bool IsCountedOnce);
