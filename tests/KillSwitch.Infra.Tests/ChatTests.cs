using System.Text.Json;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

/// <summary>The buttons under messages in a chat channel, and the function that does what is pressed.</summary>
public class ChatTests
{
    private static readonly StackTemplate Template = StackTemplate.Of(("chat", "true"));

    [Fact]
    public void Each_button_writes_its_stop_and_its_word_to_the_queue_of_the_guards_region()
    {
        var actions = Actions();

        actions.Count.ShouldBe(Enum.GetValues<ChatButton>().Length);
        foreach (var (button, properties) in actions)
        {
            var word = button.ToString().ToLowerInvariant();
            Text(properties.GetProperty("Definition").GetProperty("CommandText")).ShouldBe(
                $"sqs send-message --queue-url {{ChatPresses}} --message-body \"$Stop/{word}\" --region {{AWS::Region}}");
            Text(properties.GetProperty("ActionName")).ShouldBe($"KillSwitch-{{AWS::Region}}-{word}");
            Attachment(properties).GetProperty("NotificationType").GetString().ShouldBe("Custom");
            Attachment(properties).GetProperty("ButtonText").GetString()!.Length.ShouldBeLessThanOrEqualTo(50);
        }

        Attachment(actions[ChatButton.Raise]).GetProperty("ButtonText").GetString().ShouldBe("Restore with 25 % more of its limit");
    }

    [Theory]
    [InlineData(ChatButton.Restore, "restore")]
    [InlineData(ChatButton.Raise, "raise")]
    [InlineData(ChatButton.Approve, "decide")]
    [InlineData(ChatButton.Reject, "decide")]
    public void A_button_is_shown_under_stops_of_this_guard_alone_that_it_fits(ChatButton button, string member)
    {
        var attachment = Attachment(Actions()[button]);

        attachment.GetProperty("Variables").EnumerateObject().Select(one => $"{one.Name}={one.Value}").ShouldBe(
            [
                "Stack=event.metadata.additionalContext.stack", "Region=event.metadata.additionalContext.region",
                "Account=event.metadata.additionalContext.account", "Stop=event.metadata.additionalContext.stop",
                $"Shows=event.metadata.additionalContext.{member}",
            ], ignoreOrder: true);
        attachment.GetProperty("Criteria").EnumerateArray().Select(one =>
            $"{one.GetProperty("VariableName")} {one.GetProperty("Operator")} "
            + (one.TryGetProperty("Value", out var value) ? Text(value) : "")).ShouldBe(
            [
                "Stack EQUALS KillSwitch", "Region EQUALS {AWS::Region}", "Account EQUALS {AWS::AccountId}", "Stop HAS_VALUE ",
                "Shows HAS_VALUE ",
            ]);
    }

    [Fact]
    public void The_function_stops_and_tells_as_the_others_do_and_reads_the_queue_itself()
    {
        var statements = Statement.All(Template).Where(one => one.Role.StartsWith("ChatFunctionChat", StringComparison.Ordinal)).ToList();
        var budget = Statement.All(Template).Where(one => one.Role.StartsWith("BudgetFunctionBudget", StringComparison.Ordinal)).ToList();

        statements.SelectMany(one => one.Actions).Except(budget.SelectMany(one => one.Actions)).ShouldBe(
            ["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:DeleteMessage"]);
        Template.OfType("AWS::Lambda::EventSourceMapping").ShouldBeEmpty();
        Template.OfType("AWS::Scheduler::Schedule").Count().ShouldBe(2);
        Functions("KILLSWITCH_CHAT_QUEUE").ShouldHaveSingleItem().ShouldContain(GuardSetting.ChatQueueId);
    }

    [Fact]
    public void What_a_channel_is_given_may_press_and_nothing_else()
    {
        var policy = Template.OfType("AWS::IAM::ManagedPolicy")
            .Single(one => one.Name.StartsWith("ChatFunctionPress", StringComparison.Ordinal)).Value
            .GetProperty("Properties").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray().ShouldHaveSingleItem();

        policy.GetProperty("Action").GetString().ShouldBe("sqs:SendMessage");
        policy.GetProperty("Resource").ToString().ShouldContain(GuardSetting.ChatQueueId);
    }

    [Fact]
    public void What_cannot_be_done_ends_in_the_dead_letters_and_what_waits_too_long_is_dropped()
    {
        var queue = Template.OfType("AWS::SQS::Queue").Single(one => one.Name == GuardSetting.ChatQueueId).Value.GetProperty("Properties");

        queue.GetProperty("MessageRetentionPeriod").GetInt32().ShouldBe(3600);
        queue.GetProperty("RedrivePolicy").GetProperty("maxReceiveCount").GetInt32().ShouldBe(5);
        queue.GetProperty("RedrivePolicy").GetProperty("deadLetterTargetArn").ToString().ShouldContain("ChatFunctionChatDeadLetters");
        Template.OfType("AWS::CloudWatch::Alarm").Select(one => one.Name)
            .ShouldContain(name => name.Contains("ChatDeadLetters", StringComparison.Ordinal));
    }

    [Fact]
    public void Its_role_is_one_of_the_guards_own_and_writes_the_table()
    {
        var template = StackTemplate.Of(("chat", "true"), ("operators", "role/oncall"));

        template.OfType("AWS::DynamoDB::Table").Single().Value.GetProperty("Properties").GetProperty("ResourcePolicy").ToString()
            .ShouldContain("ChatFunctionChatRole");
        template.OfType("AWS::Lambda::Function").Select(one => one.Value.GetProperty("Properties"))
            .Where(one => one.TryGetProperty("Environment", out var environment)
                && environment.GetProperty("Variables").TryGetProperty(GuardSetting.OwnRoles, out _))
            .ShouldHaveSingleItem().ToString().ShouldContain("ChatFunctionChatRole");
    }

    [Fact]
    public void Nothing_of_it_is_there_where_nobody_asks_for_it()
    {
        var template = StackTemplate.Of();

        template.OfType("AWS::Chatbot::CustomAction").ShouldBeEmpty();
        template.OfType("AWS::Scheduler::Schedule").Count().ShouldBe(1);
        Statement.All(template).ShouldAllBe(one => !one.Actions.Contains("sqs:ReceiveMessage"));
    }

    private static Dictionary<ChatButton, JsonElement> Actions() => Template.OfType("AWS::Chatbot::CustomAction")
        .Select(one => one.Value.GetProperty("Properties"))
        .ToDictionary(one => Enum.GetValues<ChatButton>().Single(
            button => Text(one.GetProperty("ActionName")).EndsWith("-" + button.ToString().ToLowerInvariant(), StringComparison.Ordinal)));

    private static JsonElement Attachment(JsonElement properties) =>
        properties.GetProperty("Attachments").EnumerateArray().ShouldHaveSingleItem();

    private static List<string> Functions(string variable) =>
    [
        .. Template.OfType("AWS::Lambda::Function").Select(one => one.Value.GetProperty("Properties"))
            .Where(one => one.TryGetProperty("Environment", out var environment)
                && environment.GetProperty("Variables").TryGetProperty(variable, out _))
            .Select(one => one.GetProperty("Environment").GetProperty("Variables").GetProperty(variable).ToString()),
    ];

    // What CloudFormation puts together, with the names of what it puts in.
    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.TryGetProperty("Ref", out var of) ? $"{{{of.GetString()}}}"
        : string.Concat(value.GetProperty("Fn::Join")[1].EnumerateArray().Select(Text));
}
