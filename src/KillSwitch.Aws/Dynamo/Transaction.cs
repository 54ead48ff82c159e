using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace KillSwitch.Aws.Dynamo;

/// <summary>
/// All or nothing. Conflicts with other writers and throttling are waited out; what is left is done, or refused by a condition.
/// </summary>
internal static class Transaction
{
    private const int Attempts = 12;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // What may be written elsewhere meets others less often each time.
    private const int AttemptsElsewhere = 20;

    /// <summary>
    /// Writes the items under one client token, so that an attempt whose answer was lost is not made twice.
    /// Returns the positions of the items whose conditions did not hold; none when it was written.
    /// </summary>
    /// <exception cref="AmazonDynamoDBException">It was neither written nor refused by a condition.</exception>
    public static Task<IReadOnlyList<int>> WriteAsync(LedgerTable table, List<TransactWriteItem> items, CancellationToken cancellation) =>
        WriteAsync(table, items, elsewhere: null, cancellation);

    /// <summary>The same for items of which some may be written elsewhere, once they met another writer.</summary>
    /// <param name="elsewhere">
    /// Takes the positions of the items that others held, or too many wrote; answers what is written in their place, all of it.
    /// </param>
    /// <exception cref="AmazonDynamoDBException">It was neither written nor refused by a condition.</exception>
    public static async Task<IReadOnlyList<int>> WriteAsync(
        LedgerTable table, List<TransactWriteItem> items, Func<IReadOnlyList<int>, Task<List<TransactWriteItem>>>? elsewhere,
        CancellationToken cancellation)
    {
        var request = Request(items);
        var attempts = elsewhere is null ? Attempts : AttemptsElsewhere;
        for (var attempt = 1; ; attempt++)
        {
            List<int> met = [];
            try
            {
                await table.Client.TransactWriteItemsAsync(request, cancellation);
                return [];
            }
            catch (TransactionCanceledException canceled)
            {
                var reasons = canceled.CancellationReasons ?? [];
                var failed = Positions(reasons, code => code == "ConditionalCheckFailed");
                if (failed.Count > 0)
                    return failed;
                if (attempt == attempts || !reasons.TrueForAll(reason => IsPassing(reason.Code)))
                    throw;
                met = Positions(reasons, code => code is not (null or "None"));
            }
            catch (AmazonDynamoDBException error) when (attempt < attempts && IsPassing(error))
            {
                // Waited out below.
            }

            await Task.Delay(Wait(table, attempt), table.Clock, cancellation);
            // What was refused happened nowhere, and may be another request. One whose answer was lost must come again as it was.
            if (elsewhere is not null && met.Count > 0)
                request = Request(await elsewhere(met));
        }
    }

    private static TransactWriteItemsRequest Request(List<TransactWriteItem> items) =>
        new() { TransactItems = items, ClientRequestToken = Guid.NewGuid().ToString() };

    private static List<int> Positions(List<CancellationReason> reasons, Func<string?, bool> isOne) =>
        [.. Enumerable.Range(0, reasons.Count).Where(i => isOne(reasons[i].Code))];

    private static bool IsPassing(string? code) =>
        code is null or "None" or "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";

    private static bool IsPassing(AmazonDynamoDBException error) =>
        error is TransactionInProgressException or ProvisionedThroughputExceededException or RequestLimitExceededException
        || error.StatusCode >= HttpStatusCode.InternalServerError;

    // Two that met once must not meet again: a random part of a growing wait.
    private static TimeSpan Wait(LedgerTable table, int attempt)
    {
        var most = Math.Min(LongestWait.TotalMilliseconds, 10 * Math.Pow(2, attempt));
#pragma warning disable CA5394 // A wait is no secret.
        return TimeSpan.FromMilliseconds(table.Random.NextDouble() * most);
#pragma warning restore CA5394
    }
}
