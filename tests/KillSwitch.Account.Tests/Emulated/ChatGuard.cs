using System.Text;
using System.Text.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// A prepared guard with a chat channel: a topic that it tells, and a queue that its buttons write to. The emulator names one sender for
/// all messages, so what it says is replaced by who sent, as SQS would say it.
/// </summary>
public sealed class ChatGuard : PreparedGuard
{
    private const string Queue = "KillSwitch-ChatPresses-1";
    private const string Topic = "KillSwitch-chat";
    private const string EmulatedSender = "AIDAIT2UOQQY3AUEKVGXU";

    private string _sender = EmulatedSender;
    private string? _url;

    private protected override string Operators => "user/admin";

    private protected override IReadOnlyDictionary<string, string> FurtherEnvironment => new Dictionary<string, string>
    {
        [GuardSetting.ChatTopic] = $"arn:aws:sns:us-east-1:123456789012:{Topic}",
        [GuardSetting.ChatQueue] = Queue,
    };

    /// <summary>What the integration runs for who pressed, and the minute in which the guard hears it.</summary>
    /// <param name="role">Whose session pressed.</param>
    /// <param name="session">Its name.</param>
    /// <param name="text">What the button sends.</param>
    internal async Task PressAsync(string role, string session, string text)
    {
        using var raw = await OpenAsync();
        var id = (await IamAsync("GetRole", ("RoleName", role))).Descendants().Single(one => one.Name.LocalName == "RoleId").Value;
        await SendAsync(raw, text);
        _sender = $"{id}:{session}";
        await RunAsync("{}");
    }

    /// <summary>Messages that wait in the queue.</summary>
    internal async Task<int> WaitingAsync()
    {
        using var raw = await OpenAsync();
        var answer = await raw.JsonAsync("sqs", "AmazonSQS.GetQueueAttributes", JsonSerializer.Serialize(new
        {
            QueueUrl = _url,
            AttributeNames = (string[])["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }));
        return answer.GetProperty("Attributes").EnumerateObject().Sum(one => int.Parse(one.Value.GetString()!,
            System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The function's minute, called by somebody with an event that they made up.</summary>
    internal async Task ForgeAsync(string payload)
    {
        await OpenAsync();
        await RunAsync(payload);
    }

    /// <summary>What the chat was told, as the integration takes it.</summary>
    internal IReadOnlyList<JsonElement> Told =>
    [
        .. Front.Chatted.Where(one => one["TopicArn"].EndsWith(':' + Topic, StringComparison.Ordinal))
            .Select(one => JsonDocument.Parse(one["Message"]).RootElement),
    ];

    private async Task RunAsync(string payload)
    {
        await using var chat = Start("chat");
        (await chat.DeliverAsync(Encoding.UTF8.GetBytes(payload))).IsError.ShouldBeFalse(chat.Log);
    }

    private Task<JsonElement> SendAsync(RawAccount raw, string text) =>
        raw.JsonAsync("sqs", "AmazonSQS.SendMessage", JsonSerializer.Serialize(new { QueueUrl = _url, MessageBody = text }));

    private async Task<RawAccount> OpenAsync()
    {
        var raw = new RawAccount(Server);
        if (_url is null)
        {
            await raw.QueryAsync("sns", "2010-03-31", "CreateTopic", ("Name", Topic));
            var made = await raw.JsonAsync("sqs", "AmazonSQS.CreateQueue", $$"""{"QueueName":"{{Queue}}"}""");
            _url = made.GetProperty("QueueUrl").GetString();
            Front.Rewritten = (operation, answer) => operation == "AmazonSQS.ReceiveMessage"
                ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(answer).Replace(EmulatedSender, _sender, StringComparison.Ordinal))
                : answer;
        }

        return raw;
    }
}
