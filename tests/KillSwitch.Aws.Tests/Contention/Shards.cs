using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>Counters that are given shards by hand.</summary>
internal static class Shards
{
    /// <summary>Gives it as many, unless it has them.</summary>
    public static async Task RaiseAsync(LedgerTable table, CounterKey counter, int shards)
    {
        while (true)
        {
            try
            {
                await table.Client.UpdateItemAsync(CounterItem.Raise(table, CounterPlace.Of(counter).Home, shards));
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                return;
            }
            catch (TransactionConflictException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(7), table.Clock);
            }
        }
    }

    /// <summary>How many a counter says that it has; 0 where it is not there.</summary>
    public static async Task<int> OfAsync(LedgerTable table, CounterKey counter) =>
        (await ConsistentRead.GetAsync(table, [CounterItem.Key(CounterPlace.Of(counter).Home)], default))
            .Select(CounterItem.ShardsOf).SingleOrDefault();
}
