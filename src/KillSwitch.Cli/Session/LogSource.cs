using System.Globalization;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Aws.Logging;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Cli.Session;

/// <summary>Where an account's own records are read, or why they are not: one clause.</summary>
internal abstract record LogSource
{
    private LogSource()
    {
    }

    internal sealed record Readable(LogGroup Group) : LogSource
    {
        /// <summary>
        /// From when on the group may hold records: it keeps none that are older than its retention, and had none before it was made.
        /// </summary>
        public DateTimeOffset HoldsFrom(DateTimeOffset now)
        {
            var kept = Group.RetentionInDays is { } days ? now.AddDays(-days) : DateTimeOffset.MinValue;
            var made = Group.CreationTime is { } created ? DateTimeOffset.FromUnixTimeMilliseconds(created) : DateTimeOffset.MinValue;
            return kept > made ? kept : made;
        }

        /// <summary>How much of what was asked for can be there, as one sentence; null for all of it.</summary>
        public string? Shortfall(DateTimeOffset from, DateTimeOffset now)
        {
            var holds = HoldsFrom(now);
            if (holds <= from)
                return null;
            var why = Group.RetentionInDays is { } days && now.AddDays(-days) >= holds
                ? string.Create(CultureInfo.InvariantCulture, $"keeps {days} {(days == 1 ? "day" : "days")}")
                : "was made then";
            return $"`{Group.LogGroupName}` {why}: it can hold records from {TimeText.Minute(holds)} UTC on, and you asked for those from "
                + $"{TimeText.Minute(from)} UTC";
        }
    }

    /// <param name="Reason">Begins in lower case, without a full stop.</param>
    /// <param name="Remedy">What to do.</param>
    internal sealed record Unreadable(string Reason, string Remedy) : LogSource;

    /// <param name="delivery">Where invocation logging delivers.</param>
    public static Unreadable? Obstacle(LogDelivery delivery, string region) => delivery switch
    {
        LogDelivery.Bucket bucket => new Unreadable(
            $"invocation logging in {region} writes to the bucket `{bucket.Name}` alone",
            $"`aws s3 sync {bucket.Address} logs/` fetches the records, and `--logs logs/` reads them"),
        LogDelivery.Nowhere => new Unreadable(
            $"invocation logging is off in {region}",
            $"{Redeployment.First} turns it on, and `--log-group` names a group that has records all the same"),
        _ => null,
    };
}
