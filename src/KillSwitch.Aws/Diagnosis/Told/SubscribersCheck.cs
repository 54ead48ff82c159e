using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Diagnosis.Told;

/// <summary>Somebody hears what the guard tells.</summary>
internal sealed class SubscribersCheck() : Check("subscribers", ChainPart.Telling, "sns:ListSubscriptionsByTopic")
{
    private const string Pending = "PendingConfirmation";

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var subscriptions = new List<Subscription>();
        foreach (var topic in new[] { account.Place.Topic, account.Place.ChatTopic }.OfType<string>())
        {
            if (!await AddAsync(account, topic, subscriptions, cancellation))
                return Finding.Fault($"the topic {topic} is gone: nobody is told anything by it", account.Redeployment.Command);
        }

        return Judge(subscriptions, account.Place.Topic);
    }

    internal static Finding Judge(IReadOnlyList<Subscription> subscriptions, string topic)
    {
        var subscribe = $"aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint YOU@EXAMPLE.COM";
        var waiting = subscriptions.Where(one => one.SubscriptionArn == Pending).Select(one => one.Endpoint ?? "somebody").ToList();
        var confirmed = subscriptions.Count - waiting.Count;
        if (waiting.Count > 0)
        {
            return Finding.Fault(
                $"{Finding.Names(waiting)} did not confirm the subscription and {(waiting.Count == 1 ? "hears" : "hear")} "
                + $"nothing{(confirmed == 0 ? ", and nobody else does" : "")}",
                $"follow the link in AWS's message; a new one is sent by: {subscribe}");
        }

        return confirmed == 0
            ? Finding.Fault("nobody has subscribed to the topic: stops and alarms are told to no one", subscribe)
            : Finding.Ok($"{confirmed} confirmed {(confirmed == 1 ? "subscription" : "subscriptions")}");
    }

    /// <summary>False where there is no such topic.</summary>
    private static async Task<bool> AddAsync(
        DoctorContext account, string topic, List<Subscription> subscriptions, CancellationToken cancellation)
    {
        try
        {
            subscriptions.AddRange(await Pages.Each(
                token => account.Topics.ListSubscriptionsByTopicAsync(new ListSubscriptionsByTopicRequest
                {
                    TopicArn = topic,
                    NextToken = token,
                }, cancellation),
                page => page.NextToken,
                page => page.Subscriptions).ToListAsync(cancellation));
            return true;
        }
        catch (AmazonSimpleNotificationServiceException error) when (error.Is("NotFound"))
        {
            return false;
        }
    }
}
