using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention.Table;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>The ledger's contract where writers meet, as they do on DynamoDB and not on the emulator.</summary>
public class ContendedLedgerTests : LedgerContract
{
    private LedgerTable? _table;

    protected override ILedger Create() => new DynamoLedger(_table = ContendedTables.Create());

    protected override ILedger Beside(ILedger ledger) => new DynamoLedger(_table!);
}

/// <summary>The same of counters that have shards from the start.</summary>
public class SpreadLedgerTests : LedgerContract
{
    // The contract's own: records of now go to any shard, later ones to the first.
    private static readonly FakeTimeProvider Clock = new(DateTimeOffset.FromUnixTimeSeconds(1_777_000_100));

    private LedgerTable? _table;

    protected override ILedger Create() => Spread(_table = ContendedTables.Create());

    protected override ILedger Beside(ILedger ledger) => Spread(_table!);

    private static SpreadLedger Spread(LedgerTable table) => new(new DynamoLedger(table, Clock), table, 4);
}

/// <summary>The same on the emulator, which reads expressions by itself.</summary>
public class SpreadDynamoLedgerTests(EmulatedAccount.MotoServer server) : LedgerContract
{
    private static readonly FakeTimeProvider Clock = new(DateTimeOffset.FromUnixTimeSeconds(1_777_000_100));

    private LedgerTable? _table;

    protected override ILedger Create() => Spread(_table = EmulatedAccount.Tables.CreateAsync(server).GetAwaiter().GetResult());

    protected override ILedger Beside(ILedger ledger) => Spread(_table!);

    private static SpreadLedger Spread(LedgerTable table) => new(new DynamoLedger(table, Clock), table, 4);
}

internal static class ContendedTables
{
    /// <summary>An empty one, in the time of the machine.</summary>
    public static LedgerTable Create() =>
        new(new ContendedDynamo(new ContendedTable(TimeProvider.System, new Random(1), new Conflicts())), "ledger");
}
