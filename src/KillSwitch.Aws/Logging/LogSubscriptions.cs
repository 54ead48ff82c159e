using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;

namespace KillSwitch.Aws.Logging;

/// <summary>Who is sent what is written to a log group.</summary>
internal static class LogSubscriptions
{
    /// <exception cref="AmazonCloudWatchLogsException"><c>ResourceNotFoundException</c>: there is no such group.</exception>
    public static IAsyncEnumerable<SubscriptionFilter> Of(AmazonCloudWatchLogsClient logs, string group, CancellationToken cancellation) =>
        Pages.Each(
        token => logs.DescribeSubscriptionFiltersAsync(new DescribeSubscriptionFiltersRequest
        {
            LogGroupName = group,
            NextToken = token,
        }, cancellation),
        page => page.NextToken,
        page => page.SubscriptionFilters);
}
