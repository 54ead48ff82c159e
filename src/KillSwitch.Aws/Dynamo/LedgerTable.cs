using Amazon.DynamoDBv2;

namespace KillSwitch.Aws.Dynamo;

/// <summary>The one table of a guard: counters, records seen, stops, audit, policies.</summary>
public sealed record LedgerTable(IAmazonDynamoDB Client, string Name);
