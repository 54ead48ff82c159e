using System.Text.Json;

namespace KillSwitch.Infra.Tests;

/// <summary>What tells people whatever becomes of the function that tells of tampering.</summary>
public class WitnessTests
{
    private static readonly StackTemplate Template = StackTemplate.Of();

    private static List<JsonElement> Rules =>
        [.. Template.OfType("AWS::Events::Rule").Where(rule => rule.Name.StartsWith("TamperingWitness", StringComparison.Ordinal))
            .Select(rule => rule.Value.GetProperty("Properties"))];

    [Fact]
    public void It_tells_the_topic_who_did_what_when_and_from_where()
    {
        Rules.Count.ShouldBe(5);
        foreach (var target in Rules.Select(rule => rule.GetProperty("Targets").EnumerateArray().ShouldHaveSingleItem()))
        {
            target.GetProperty("Arn").GetProperty("Ref").GetString()!.ShouldStartWith("NotificationsTopic");
            var template = target.GetProperty("InputTransformer").GetProperty("InputTemplate")
                .GetProperty("Fn::Join")[1].EnumerateArray().Aggregate("", (text, part) => text
                    + (part.ValueKind == JsonValueKind.String ? part.GetString() : "us-east-1"));
            foreach (var name in target.GetProperty("InputTransformer").GetProperty("InputPathsMap").EnumerateObject())
                template.ShouldContain($"<{name.Name}>");
            JsonSerializer.Deserialize<string>(template)!.ShouldSatisfyAllConditions(
                said => said.ShouldStartWith("GUARD TOUCHED: <who> called <call>"),
                said => said.ShouldEndWith(
                    "run killswitch doctor --region us-east-1; to put the guard in order, make deploy."));
        }
    }

    [Fact]
    public void It_hears_of_the_guards_own_by_name_and_never_of_a_deployment_or_of_what_was_refused()
    {
        foreach (var rule in Rules)
        {
            var detail = rule.GetProperty("EventPattern").GetProperty("detail");
            detail.GetProperty("errorCode")[0].GetProperty("exists").GetBoolean().ShouldBeFalse();
            detail.GetProperty("$or").ToString().ShouldContain("cloudformation.amazonaws.com");
            if (!rule.ToString().Contains("StopLogging", StringComparison.Ordinal))
                detail.GetProperty("requestParameters").ToString().ShouldContain("KillSwitch-");
            // EventBridge takes patterns of 2,048 characters.
            rule.GetProperty("EventPattern").GetRawText().Length.ShouldBeLessThan(2048);
        }

        var all = string.Join(' ', Rules);
        foreach (var call in (string[])["UpdateFunction", "AddPermission", "PutTargets", "RemoveTargets", "DisableRule", "PutRolePolicy",
            "UpdateAssumeRolePolicy", "StopLogging", "DeleteTrail"])
        {
            all.ShouldContain($"\"{call}\"");
        }
    }

    [Fact]
    public void Its_rules_and_those_of_the_function_hear_of_each_other()
    {
        Rules.Where(rule => rule.GetProperty("EventPattern").ToString().Contains("KillSwitch-Tampering", StringComparison.Ordinal)).Count()
            .ShouldBe(2);
        // Without a name of their own all of them begin with the stack's name and that of what they are under.
        Template.OfType("AWS::Events::Rule")
            .ShouldAllBe(rule => rule.Name.StartsWith("Tampering", StringComparison.Ordinal)
            && !rule.Value.GetProperty("Properties").ToString().Contains("\"Name\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Eventbridge_publishes_on_the_topic_by_these_rules_alone()
    {
        var statements = Template.OfType("AWS::SNS::TopicPolicy")
            .SelectMany(
            policy => policy.Value.GetProperty("Properties").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray())
            .Where(statement => statement.GetProperty("Principal").ToString().Contains("events.amazonaws.com", StringComparison.Ordinal))
                .ToList();

        var statement = statements.ShouldHaveSingleItem();
        statement.GetProperty("Action").GetString().ShouldBe("sns:Publish");
        statement.GetProperty("Condition").GetProperty("ArnLike").GetProperty("aws:SourceArn").ToString()
            .ShouldContain(":rule/KillSwitch-Tampering*");
    }

    [Fact]
    public void The_watch_knows_how_many_rules_there_are_and_whom_they_tell()
    {
        var watch = Template.OfType("AWS::Lambda::Function").Select(function => function.Value.GetProperty("Properties"))
            .Single(function => function.GetProperty("Handler").GetString() == "watch").GetProperty("Environment").GetProperty("Variables");

        watch.GetProperty("KILLSWITCH_TAMPER_RULES").GetString().ShouldBe($"{Template.OfType("AWS::Events::Rule").Count()}");
        watch.GetProperty("KILLSWITCH_SETUP_ARN").GetProperty("Fn::GetAtt")[0].GetString()!.ShouldStartWith("SetupFunction");
    }
}
