using System.Text.Json;

namespace KillSwitch.Infra.Tests;

/// <summary>What lets CloudTrail tell who calls the mantle endpoint.</summary>
public class MantleTests
{
    private static StackTemplate Template => StackTemplate.Of(("mantleCallers", "true"), ("regions", "us-west-2"));

    [Fact]
    public void A_trail_writes_calls_of_the_endpoint_and_nothing_else_and_forgets_them_after_a_day()
    {
        var trail = Template.OfType("AWS::CloudTrail::Trail").ShouldHaveSingleItem().Value.GetProperty("Properties");
        trail.GetProperty("AdvancedEventSelectors").EnumerateArray().ShouldHaveSingleItem().GetProperty("FieldSelectors").EnumerateArray()
            .Select(one => $"{one.GetProperty("Field").GetString()}={string.Join(',', Words(one.GetProperty("Equals")))}").ShouldBe(
            ["eventCategory=Data", "resources.type=AWS::BedrockMantle::Project", "eventName=CreateInference"]);
        (trail.GetProperty("IsLogging").GetBoolean(), trail.GetProperty("IsMultiRegionTrail").GetBoolean()).ShouldBe((true, true));
        // Its calls are of home's region alone, and so are its events.
        StackTemplate.Of(("mantleCallers", "true")).OfType("AWS::CloudTrail::Trail").Single().Value.GetProperty("Properties")
            .GetProperty("IsMultiRegionTrail").GetBoolean().ShouldBeFalse();

        var bucket = Template.OfType("AWS::S3::Bucket").ShouldHaveSingleItem().Value.GetProperty("Properties");
        bucket.GetProperty("LifecycleConfiguration").GetProperty("Rules")[0].GetProperty("ExpirationInDays").GetInt32().ShouldBe(1);
        bucket.GetProperty("PublicAccessBlockConfiguration").EnumerateObject().ShouldAllBe(one => one.Value.GetBoolean());
        var policy = Template.OfType("AWS::S3::BucketPolicy").ShouldHaveSingleItem().Value.GetProperty("Properties")
            .GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray().ToList();
        policy.Where(statement => statement.GetProperty("Effect").GetString() == "Allow")
            .Select(statement => (
                statement.GetProperty("Action").GetString(), statement.GetProperty("Principal").GetProperty("Service").GetString(),
                statement.GetProperty("Condition").GetProperty("StringEquals").GetProperty("aws:SourceArn").ToString()
                    .Contains("trail/KillSwitch-mantle-callers", StringComparison.Ordinal)))
            .ShouldBe([("s3:GetBucketAcl", "cloudtrail.amazonaws.com", true), ("s3:PutObject", "cloudtrail.amazonaws.com", true)]);
    }

    [Fact]
    public void In_each_region_that_is_heard_a_rule_hands_them_to_the_meter_and_takes_nothing_that_people_could_send()
    {
        var sensor = StackTemplate.OfSensor(
            SensorTests.Home with { MantleCallers = true }, "us-west-2", ("regions", "us-west-2"), ("mantleCallers", "true"));
        foreach (var template in (StackTemplate[])[Template, sensor])
        {
            var rule = template.OfType("AWS::Events::Rule")
                .Single(one => one.Value.GetRawText().Contains("CreateInference", StringComparison.Ordinal));
            var pattern = rule.Value.GetProperty("Properties").GetProperty("EventPattern");
            pattern.GetProperty("source")[0].GetProperty("prefix").GetString().ShouldBe("aws.");
            pattern.GetProperty("detail").GetProperty("eventSource")[0].GetString().ShouldBe("bedrock-mantle.amazonaws.com");
            rule.Value.GetProperty("Properties").GetProperty("Targets")[0].GetProperty("Arn").ToString().ShouldContain("MeterFunction");
            template.OfType("AWS::Lambda::Permission").Count(one => one.Value.GetRawText().Contains(rule.Name, StringComparison.Ordinal)
                && one.Value.GetProperty("Properties").GetProperty("Principal").ToString() == "events.amazonaws.com").ShouldBe(1);
        }

        sensor.OfType("AWS::CloudTrail::Trail").ShouldBeEmpty();
    }

    [Fact]
    public void The_functions_are_told_so_and_may_do_nothing_more()
    {
        Told(Template).ShouldBe("true");
        Statement.All(Template).Select(statement => statement.Text).Order(StringComparer.Ordinal)
            .ShouldBe(Statement.All(StackTemplate.Of(("regions", "us-west-2"))).Select(statement => statement.Text)
                .Order(StringComparer.Ordinal));
        Told(StackTemplate.Of()).ShouldBeNull();
        StackTemplate.Of().OfType("AWS::CloudTrail::Trail").ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => StackTemplate.Of(("mantleCallers", "yes"))).Message.ShouldBe(
            "`yes` is not allowed for `mantleCallers`; allowed: true, false");
    }

    private static string? Told(StackTemplate template) => template.OfType("AWS::Lambda::Function")
        .Select(one => one.Value.GetProperty("Properties"))
        .Where(one => one.TryGetProperty("Environment", out var environment)
            && environment.GetProperty("Variables").TryGetProperty("KILLSWITCH_MANTLE_CALLERS", out _))
        .Select(one => one.GetProperty("Environment").GetProperty("Variables").GetProperty("KILLSWITCH_MANTLE_CALLERS").GetString())
        .Distinct().SingleOrDefault();

    private static IEnumerable<string?> Words(JsonElement list) => list.EnumerateArray().Select(word => word.GetString());
}
