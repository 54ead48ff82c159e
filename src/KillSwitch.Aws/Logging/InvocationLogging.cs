using System.Text;
using System.Text.Json;
using Amazon;
using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using Amazon.CloudWatchLogs;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Logging;

/// <summary>What a deployment wants of Bedrock's invocation logging.</summary>
public enum LoggingChoice
{
    /// <summary>Turn it on where it is off; use what is there; never change what someone else has set.</summary>
    Auto,

    /// <summary>Like <see cref="Auto"/>, and add a delivery to CloudWatch to a setting that has only one to S3.</summary>
    Add,

    /// <summary>Leave it alone.</summary>
    None,
}

/// <summary>What is wanted.</summary>
/// <param name="Choice">How far to go.</param>
/// <param name="LogGroup">The guard's log group.</param>
/// <param name="RoleArn">The role that Bedrock writes with; null when the group is not the guard's own.</param>
/// <param name="TextDelivery">Whether prompts and answers are logged, too.</param>
/// <param name="FilterName">The name of the guard's subscription on a group that it does not own.</param>
/// <param name="MeterArn">Where a subscription delivers.</param>
public sealed record LoggingWish(
    LoggingChoice Choice, string LogGroup, string? RoleArn, bool TextDelivery, string FilterName, string MeterArn);

/// <summary>It cannot be set up without changing what someone else has set; the sentence says what to do.</summary>
public sealed class LoggingConflictException(string message) : Exception(message);

/// <summary>
/// Bedrock's invocation logging: one setting for an account and region, which a put overwrites. What was there is kept, and put
/// back on removal unless someone has changed it since.
/// </summary>
public sealed class InvocationLogging(
    AWSCredentials credentials, RegionEndpoint endpoint, LedgerTable table, Redeployment deploy) : IDisposable
{
    internal const string Partition = "setup";

    private readonly AmazonBedrockClient _bedrock = new(credentials, new AmazonBedrockConfig { RegionEndpoint = endpoint });
    private readonly AmazonCloudWatchLogsClient _logs = new(credentials, new AmazonCloudWatchLogsConfig { RegionEndpoint = endpoint });
    private readonly string _region = endpoint.SystemName;

    /// <summary>Sets up what is wanted; doing it again changes nothing. Returns the log group that records come from.</summary>
    /// <exception cref="LoggingConflictException">Someone else's setting is in the way.</exception>
    public async Task<string> SetUpAsync(LoggingWish wish, CancellationToken cancellation)
    {
        await KeepAsync("wish#" + _region, WishItem.Of(wish), cancellation);
        if (wish.Choice == LoggingChoice.None)
            return wish.LogGroup;
        var present = await PresentAsync(cancellation);
        var kept = await KeptAsync(cancellation);
        if (present?.CloudWatchConfig?.LogGroupName is { Length: > 0 } group)
        {
            // Ours by an earlier deployment: only what we choose may change.
            if (kept is { Ours: var ours } && ours == Text(present) && group == wish.LogGroup && wish.RoleArn is { } writer)
                await PutAsync(Wanted(kept.Before, wish, writer), kept.BeforeText, cancellation);
            if (group != wish.LogGroup)
                await SubscribeAsync(group, wish, cancellation);
            return group;
        }

        if (wish.RoleArn is not { } role)
        {
            throw new LoggingConflictException(
                $"invocation logging does not write to `{wish.LogGroup}`: turn it on for that group, or deploy without `logGroup` and the "
                + "guard brings its own");
        }

        if (present?.S3Config is not null && wish.Choice != LoggingChoice.Add)
        {
            throw new LoggingConflictException(
                $"invocation logging writes to the bucket `{present.S3Config.BucketName}` alone, and the guard reads from CloudWatch "
                + $"Logs: {deploy.With(DeployOption.Text("invocationLogging", "add"))}, to add that beside it");
        }

        await PutAsync(Wanted(present, wish, role), present is null ? "" : Text(present), cancellation);
        return wish.LogGroup;
    }

    /// <summary>
    /// Sets up again what the deployment wished, the subscription of the guard's own group included. Returns one sentence of what stands
    /// now.
    /// </summary>
    /// <exception cref="LoggingConflictException">Someone else's setting is in the way.</exception>
    public async Task<string> RepairAsync(CancellationToken cancellation)
    {
        if (await FindAsync("wish#" + _region, cancellation) is not { } item)
            return "nothing was set up by this guard";
        if (KeptItem.Read(table, item, WishItem.Read) is not { } wish)
            return $"what the deployment wished cannot be read in the guard's table: {deploy.Command}, which writes it anew";
        var group = await SetUpAsync(wish, cancellation);
        if (wish.Choice == LoggingChoice.None)
            return "invocation logging is left alone, as the deployment wished";
        var stands = await LogSubscriptions.Of(_logs, group, cancellation).AnyAsync(
            filter => filter.FilterName == wish.FilterName && filter.DestinationArn == wish.MeterArn
                && string.IsNullOrEmpty(filter.FilterPattern), cancellation);
        if (stands)
            return $"invocation logging writes to {group}, and its subscription stands";
        await _logs.PutSubscriptionFilterAsync(
            new() { LogGroupName = group, FilterName = wish.FilterName, FilterPattern = "", DestinationArn = wish.MeterArn }, cancellation);
        return $"invocation logging writes to {group}, and its subscription stands again";
    }

    /// <summary>Puts everything back as it was; doing it again changes nothing.</summary>
    public async Task RemoveAsync(string filterName, CancellationToken cancellation)
    {
        if (await KeptAsync(cancellation) is { } kept)
        {
            var present = await PresentAsync(cancellation);
            // Changed by someone since: it is theirs now.
            if (present is not null && Text(present) == kept.Ours)
            {
                if (kept.Before is { } before)
                    await _bedrock.PutModelInvocationLoggingConfigurationAsync(new() { LoggingConfig = before }, cancellation);
                else
                    await _bedrock.DeleteModelInvocationLoggingConfigurationAsync(new(), cancellation);
            }

            await ForgetAsync("logging#" + _region, cancellation);
        }

        await ForgetAsync("wish#" + _region, cancellation);
        if (await SubscribedAsync(cancellation) is { } group)
        {
            try
            {
                await _logs.DeleteSubscriptionFilterAsync(new() { LogGroupName = group, FilterName = filterName }, cancellation);
            }
            catch (AmazonCloudWatchLogsException error) when (error.Is("ResourceNotFoundException"))
            {
                // Gone already.
            }

            await ForgetAsync("subscription#" + _region, cancellation);
        }
    }

    public void Dispose()
    {
        _bedrock.Dispose();
        _logs.Dispose();
    }

    /// <summary>A setting that delivers nowhere is none.</summary>
    private async Task<LoggingConfig?> PresentAsync(CancellationToken cancellation) =>
        (await _bedrock.GetModelInvocationLoggingConfigurationAsync(new(), cancellation)).LoggingConfig is { } config
            && (config.CloudWatchConfig ?? (object?)config.S3Config) is not null
            ? config
            : null;

    private async Task SubscribeAsync(string group, LoggingWish wish, CancellationToken cancellation)
    {
        try
        {
            await _logs.PutSubscriptionFilterAsync(
                new()
                {
                    LogGroupName = group,
                    FilterName = wish.FilterName,
                    FilterPattern = "",
                    DestinationArn = wish.MeterArn,
                }, cancellation);
        }
        catch (AmazonCloudWatchLogsException error) when (error.Is("LimitExceededException"))
        {
            throw new LoggingConflictException(
                $"the log group `{group}` has as many subscription filters as it may: remove one that is no longer needed");
        }

        await KeepAsync("subscription#" + _region, new() { ["group"] = Item.Text(group) }, cancellation);
    }

    // What was there is written down before it is overwritten.
    private async Task PutAsync(LoggingConfig config, string before, CancellationToken cancellation)
    {
        await KeepAsync("logging#" + _region, new() { ["before"] = Item.Text(before), ["ours"] = Item.Text(Text(config)) }, cancellation);
        await _bedrock.PutModelInvocationLoggingConfigurationAsync(new() { LoggingConfig = config }, cancellation);
        // Bedrock may fill in members that were not given: what it says now is what is ours.
        if (await PresentAsync(cancellation) is { } present)
        {
            await KeepAsync("logging#" + _region, new()
            {
                ["before"] = Item.Text(before),
                ["ours"] = Item.Text(Text(present)),
            }, cancellation);
        }
    }

    private static LoggingConfig Wanted(LoggingConfig? before, LoggingWish wish, string role) => new()
    {
        CloudWatchConfig = new CloudWatchConfig { LogGroupName = wish.LogGroup, RoleArn = role },
        S3Config = before?.S3Config,
        // With a delivery to S3 someone has chosen what is logged; without one the choice is the deployment's.
        TextDataDeliveryEnabled = before is null ? wish.TextDelivery : before.TextDataDeliveryEnabled,
        ImageDataDeliveryEnabled = before is null ? false : before.ImageDataDeliveryEnabled,
        EmbeddingDataDeliveryEnabled = before is null ? false : before.EmbeddingDataDeliveryEnabled,
        VideoDataDeliveryEnabled = before is null ? false : before.VideoDataDeliveryEnabled,
        AudioDataDeliveryEnabled = before is null ? false : before.AudioDataDeliveryEnabled,
    };

    // What cannot be read is not ours to change.
    private async Task<KeptLogging?> KeptAsync(CancellationToken cancellation) =>
        await FindAsync("logging#" + _region, cancellation) is { } item ? KeptItem.Read(table, item, KeptLogging.Read) : null;

    private async Task<string?> SubscribedAsync(CancellationToken cancellation) =>
        await FindAsync("subscription#" + _region, cancellation) is { } item ? KeptItem.Read(table, item, one => one["group"].S) : null;

    private sealed record KeptLogging(LoggingConfig? Before, string BeforeText, string Ours)
    {
        public static KeptLogging Read(Dictionary<string, AttributeValue> item) =>
            new(Parsed(item["before"].S ?? ""), item["before"].S ?? "", item["ours"].S);
    }

    private async Task<Dictionary<string, AttributeValue>?> FindAsync(string sort, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(new GetItemRequest
        {
            TableName = table.Name,
            Key = Item.Key(Partition, sort),
            ConsistentRead = true,
        }, cancellation);
        return found.Item is { Count: > 0 } item ? item : null;
    }

    private Task<PutItemResponse> KeepAsync(string sort, Dictionary<string, AttributeValue> what, CancellationToken cancellation)
    {
        foreach (var (name, value) in Item.Key(Partition, sort))
            what[name] = value;
        return table.Client.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = what }, cancellation);
    }

    private Task<DeleteItemResponse> ForgetAsync(string sort, CancellationToken cancellation) =>
        table.Client.DeleteItemAsync(new DeleteItemRequest { TableName = table.Name, Key = Item.Key(Partition, sort) }, cancellation);

    private static string Text(LoggingConfig config) => Encoding.UTF8.GetString(JsonBody.Of(json => LoggingConfig.Write(json, config)));

    private static LoggingConfig? Parsed(string text)
    {
        if (text.Length == 0)
            return null;
        using var document = JsonDocument.Parse(text);
        return LoggingConfig.Read(document.RootElement);
    }
}
