using System.Globalization;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tampering;

/// <summary>
/// Tells that somebody asked in CloudFormation's name for what it has not in progress: once an hour for each kind of request, however often
/// it is tried.
/// </summary>
public sealed class ForgedRequests(IStopStore stops, INotifier notifier)
{
    private readonly MessageDelivery _delivery = new(stops, notifier);

    public ValueTask<bool> TellAsync(ResourceRequest request, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        var hour = now.ToUnixTimeSeconds() / 3600 * 3600;
        // Whoever forges chooses the word: it must not make another message of each.
        var kind = request.Type is "Create" or "Update" or "Delete" ? request.Type : "other";
        var key = new NoticeKey.OfEvent(NoticeTopic.Setup, kind, new Window(hour, hour + 3600), "forged");
        return _delivery.TryTellAsync(key, new Alert
        {
            Head = "FORGED REQUEST",
            Subject = $"somebody asked for a {PlainText.Of(request.Type)} that is no deployment's",
            Text = $"The setup function was asked, as CloudFormation asks, for a {PlainText.Of(request.Type)} of "
                + $"`{PlainText.Of(request.LogicalId)}`. CloudFormation did not ask for it: {PlainText.Of(reason)}. Nothing was done, and "
                + "nobody was answered. More of the kind within this hour is not told.",
            Remedy = "find who may invoke the function (lambda:InvokeFunction) and take that from them; CloudTrail names the caller where "
                + "it logs data events of Lambda, and not otherwise",
            Kind = "forgedRequest",
            At = now,
            Details =
            [
                ("asked", PlainText.Of(request.Type)), ("resource", PlainText.Of(request.LogicalId)),
                ("stack", PlainText.Of(request.StackId)), ("why", PlainText.Of(reason)),
                ("when", now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC"),
            ],
        }, cancellation);
    }
}
