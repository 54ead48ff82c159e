using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService.Model;

public class Subscription
{
    /// <summary>No ARN but the word <c>PendingConfirmation</c> while nobody has confirmed it.</summary>
    public string? SubscriptionArn { get; set; }

    /// <summary>Such as <c>email</c>.</summary>
    public string? Protocol { get; set; }

    public string? Endpoint { get; set; }

    internal static Subscription Read(XElement from) => new()
    {
        SubscriptionArn = from.OptionalText(nameof(SubscriptionArn)),
        Protocol = from.OptionalText(nameof(Protocol)),
        Endpoint = from.OptionalText(nameof(Endpoint)),
    };
}
