using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Policies;

/// <summary>Every policy that was in force, and the one that is. A new version never overwrites an old one.</summary>
public sealed class DynamoPolicyStore(LedgerTable table)
{
    private const string CurrentSort = "current";

    // Of the largest files three fit a page.
    private const int AtOnce = 3;

    /// <summary>Null while no policy was ever applied.</summary>
    /// <exception cref="DamagedPolicyException">What is there is no version of a policy.</exception>
    public ValueTask<PolicyVersion?> CurrentAsync(CancellationToken cancellation) => ReadAsync(CurrentSort, cancellation);

    /// <summary>Null when there is no such version.</summary>
    /// <exception cref="DamagedPolicyException">What is there is no version of a policy.</exception>
    public ValueTask<PolicyVersion?> FindAsync(int number, CancellationToken cancellation) =>
        ReadAsync(PolicyItem.Sort(number), cancellation);

    /// <summary>What the guard goes by. Whatever lies in the table, this reads as something.</summary>
    public async ValueTask<PolicyFound> FindInForceAsync(CancellationToken cancellation)
    {
        var item = await GetAsync(CurrentSort, cancellation);
        var (version, policy, fault) = item is null ? (null, null, null) : PolicyItem.TryRead(item);
        if (version is not null && policy is not null)
            return new PolicyFound(version, policy, null) { Item = item, Drill = DrillItem.TryRead(item!) };
        var (kept, itsPolicy, hasKept) = await NewestAsync(cancellation);
        if (item is null && !hasKept)
            return new PolicyFound(null, new Policy(), null);
        var which = item is null
            ? "the policy in force is gone from the guard's table"
            : $"{PolicyItem.Name(item)} cannot be read ({fault})";
        return new PolicyFound(kept, itsPolicy ?? new Policy(), kept is null
            ? $"{which}, and no version before it can: everything is counted and nothing is stopped"
            : string.Create(CultureInfo.InvariantCulture,
                $"{which}: the guard goes by version {kept.Number}, applied {kept.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC"))
        { Item = item };
    }

    /// <summary>The number of the next version: none that is kept already, whether it can be read or not.</summary>
    public async ValueTask<int> NextNumberAsync(PolicyFound found, CancellationToken cancellation)
    {
        var (newest, current) = (0, found.Version?.Number ?? 0);
        await foreach (var item in VersionsAsync(1, keysAlone: true, cancellation))
        {
            if (PolicyItem.NumberOf(item[Item.SortKey].S) is not { } number)
                continue;
            newest = number;
            break;
        }

        return Math.Max(newest, found.Problem is null ? current : 0) + 1;
    }

    /// <summary>Puts the next version in force; false when someone else did so first, and then nothing changed.</summary>
    /// <exception cref="ArgumentException">The file is too large to be kept.</exception>
    public ValueTask<bool> TryApplyAsync(PolicyVersion next, CancellationToken cancellation) => TryApplyAsync(
        next, next.Number == 1 ? null : new Dictionary<string, AttributeValue>
        {
            [PolicyItem.Version] = Item.Number(next.Number - 1L),
        }, cancellation);

    /// <summary>
    /// Puts the next version in the place of what was found, whatever that is; false when someone else did so first, and then nothing
    /// changed.
    /// </summary>
    /// <exception cref="ArgumentException">The file is too large to be kept.</exception>
    public ValueTask<bool> TryApplyAsync(PolicyVersion next, PolicyFound found, CancellationToken cancellation) =>
        TryApplyAsync(next, found.Item, cancellation);

    /// <summary>
    /// Puts the rule of a drill beside the policy in force; false where there is none, or the rule of another drill stands there. Whoever
    /// puts another policy in force takes it away with the one that it stood beside.
    /// </summary>
    public ValueTask<bool> TryPutDrillAsync(DrillRule rule, DateTimeOffset at, string by, CancellationToken cancellation) => TryDrillAsync(
        new Update
        {
            UpdateExpression = $"SET {DrillItem.Attribute} = :drill",
            ConditionExpression = $"attribute_exists({PolicyItem.Version}) AND attribute_not_exists({DrillItem.Attribute})",
            ExpressionAttributeValues = new() { [":drill"] = DrillItem.Of(rule) },
        },
        new AuditEntry(at, "policy", $"the rule of drill {rule.Drill} put beside it by {by}"), cancellation);

    /// <summary>Takes the rule of a drill away, whichever it is; false where there is none.</summary>
    public ValueTask<bool> TryTakeDrillAsync(DateTimeOffset at, string by, CancellationToken cancellation) => TryDrillAsync(
        new Update
        {
            UpdateExpression = $"REMOVE {DrillItem.Attribute}",
            ConditionExpression = $"attribute_exists({DrillItem.Attribute})",
        },
        new AuditEntry(at, "policy", $"the rule of a drill taken away by {by}"), cancellation);

    private async ValueTask<bool> TryDrillAsync(Update update, AuditEntry entry, CancellationToken cancellation)
    {
        (update.TableName, update.Key) = (table.Name, Item.Key(PolicyItem.Partition, CurrentSort));
        return (await Transaction.WriteAsync(table, [new() { Update = update }, entry.Put(table)], cancellation)).Count == 0;
    }

    private async ValueTask<bool> TryApplyAsync(
        PolicyVersion next, IReadOnlyDictionary<string, AttributeValue>? before, CancellationToken cancellation)
    {
        var current = new Put { TableName = table.Name, Item = PolicyItem.Of(next, CurrentSort) };
        if (before is null)
        {
            current.ConditionExpression = "attribute_not_exists(pk)";
        }
        else if (before.TryGetValue(PolicyItem.Version, out var number))
        {
            // As it was read, of whatever type it is.
            (current.ConditionExpression, current.ExpressionAttributeValues) = ("version = :before", new() { [":before"] = number });
        }
        else
        {
            current.ConditionExpression = "attribute_exists(pk) AND attribute_not_exists(version)";
        }

        List<TransactWriteItem> items =
        [
            new() { Put = current },
            new()
            {
                Put = new Put
                {
                    TableName = table.Name,
                    Item = PolicyItem.Of(next, PolicyItem.Sort(next.Number)),
                    ConditionExpression = "attribute_not_exists(pk)",
                },
            },
            new AuditEntry(next.At, "policy", $"version {next.Number} put in force by {next.By}").Put(table),
        ];
        return (await Transaction.WriteAsync(table, items, cancellation)).Count == 0;
    }

    /// <summary>The newest kept version that can be read, and whether there is any at all.</summary>
    private async Task<(PolicyVersion? Version, Policy? Policy, bool HasAny)> NewestAsync(CancellationToken cancellation)
    {
        var hasAny = false;
        await foreach (var item in VersionsAsync(AtOnce, keysAlone: false, cancellation))
        {
            hasAny = true;
            if (PolicyItem.TryRead(item) is { Version: { } version, Policy: { } policy })
                return (version, policy, true);
        }

        return (null, null, hasAny);
    }

    /// <summary>Kept versions, the newest first.</summary>
    private async IAsyncEnumerable<Dictionary<string, AttributeValue>> VersionsAsync(
        int atOnce, bool keysAlone, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new QueryRequest
        {
            TableName = table.Name,
            ConsistentRead = true,
            ScanIndexForward = false,
            Limit = atOnce,
            KeyConditionExpression = "pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues = new() { [":pk"] = Item.Text(PolicyItem.Partition), [":sk"] = Item.Text(PolicyItem.SortPrefix) },
            ProjectionExpression = keysAlone ? "pk, sk" : null,
        };
        do
        {
            var page = await table.Client.QueryAsync(request, cancellation);
            foreach (var item in page.Items ?? [])
                yield return item;
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private async ValueTask<PolicyVersion?> ReadAsync(string sort, CancellationToken cancellation)
    {
        if (await GetAsync(sort, cancellation) is not { } item)
            return null;
        var (version, _, fault) = PolicyItem.TryRead(item);
        return version ?? throw new DamagedPolicyException($"{PolicyItem.Name(item)} cannot be read: {fault}");
    }

    private async Task<Dictionary<string, AttributeValue>?> GetAsync(string sort, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(
            new GetItemRequest { TableName = table.Name, Key = Item.Key(PolicyItem.Partition, sort), ConsistentRead = true }, cancellation);
        return found.Item is { Count: > 0 } item ? item : null;
    }
}

/// <summary>What is kept as a version of the policy is none.</summary>
public sealed class DamagedPolicyException(string message) : Exception(message);
