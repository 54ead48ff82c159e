namespace KillSwitch.Contention;

/// <summary>How the ledger writes.</summary>
public enum Ledgers
{
    /// <summary>As it is.</summary>
    AsTheyAre,

    /// <summary>One item of each counter, as before counters had shards.</summary>
    OneShard,

    /// <summary>The transactions of a batch one after the other, as before they had lanes.</summary>
    OneTransactionAtATime,
}
