using Amazon.DynamoDBv2;
using KillSwitch.Engine.Health;

namespace KillSwitch.Aws.Dynamo;

/// <summary>The one table of a guard: counters, records seen, stops, audit, policies.</summary>
public sealed record LedgerTable(IAmazonDynamoDB Client, string Name)
{
    /// <summary>Items that could not be read.</summary>
    public DamagedItems Damaged { get; init; } = new();

    /// <summary>By which waits are measured.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What keeps writers apart that met.</summary>
    internal Random Random { get; init; } = Random.Shared;
}
