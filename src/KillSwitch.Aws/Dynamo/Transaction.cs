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

    /// <summary>
    /// Writes the items under one client token, so that an attempt whose answer was lost is not made twice.
    /// Returns the positions of the items whose conditions did not hold; none when it was written.
    /// </summary>
    /// <exception cref="AmazonDynamoDBException">It was neither written nor refused by a condition.</exception>
    public static async Task<IReadOnlyList<int>> WriteAsync(
        LedgerTable table, List<TransactWriteItem> items, CancellationToken cancellation)
    {
        var request = new TransactWriteItemsRequest { TransactItems = items, ClientRequestToken = Guid.NewGuid().ToString() };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await table.Client.TransactWriteItemsAsync(request, cancellation);
                return [];
            }
            catch (TransactionCanceledException canceled)
            {
                var reasons = canceled.CancellationReasons ?? [];
                List<int> failed = [.. Enumerable.Range(0, reasons.Count).Where(i => reasons[i].Code == "ConditionalCheckFailed")];
                if (failed.Count > 0)
                    return failed;
                if (attempt == Attempts || !reasons.TrueForAll(reason => IsPassing(reason.Code)))
                    throw;
            }
            catch (AmazonDynamoDBException error) when (attempt < Attempts && IsPassing(error))
            {
                // Waited out below.
            }

            await Task.Delay(Wait(attempt), cancellation);
        }
    }

    private static bool IsPassing(string? code) =>
        code is null or "None" or "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";

    private static bool IsPassing(AmazonDynamoDBException error) =>
        error is TransactionInProgressException or ProvisionedThroughputExceededException or RequestLimitExceededException
        || error.StatusCode >= HttpStatusCode.InternalServerError;

    // Two that met once must not meet again: a random part of a growing wait.
    private static TimeSpan Wait(int attempt)
    {
        var most = Math.Min(LongestWait.TotalMilliseconds, 10 * Math.Pow(2, attempt));
#pragma warning disable CA5394 // A wait is no secret.
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * most);
#pragma warning restore CA5394
    }
}
