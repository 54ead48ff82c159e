using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// Makes by their own operations what the emulator's CloudFormation leaves out of a template, as the template has it, and takes it away
/// again: alarms, the schedule, the groups, the subscription, how the table is kept. The table's items are put aside meanwhile, so that
/// what other stories left is not found.
/// </summary>
internal sealed class WholeDeployment(Deployment account) : IAsyncDisposable
{
    public const string Schedule = "KillSwitch-every-minute";
    public const string Filter = "killswitch-KillSwitch";
    private const string Iam = "2010-05-08";
    private static readonly string[] Groups = [.. PreparedDeny.All.Where(deny => deny.IsForUsers).Select(deny => deny.Name)];

    private static readonly string[] Alarms =
        [.. GuardAlarm.All.Concat(GuardAlarm.OfLease).Select(name => GuardAlarm.Name("KillSwitch", name))];

    private List<JsonElement> _putAside = [];

    public RawAccount Raw { get; } = new(account.Server);

    public string LogGroup => account.SetupProperties["logGroup"];

    public string WatchArn { get; private set; } = "";

    public static string Deny(string what) => $"arn:aws:iam::123456789012:policy/killswitch/KillSwitch-deny-{what}-us-east-1";

    public async Task MakeAsync()
    {
        var functions = (await Raw.RestAsync("lambda", HttpMethod.Get, "/2015-03-31/functions")).GetProperty("Functions");
        WatchArn = functions.EnumerateArray().Single(function => function.GetProperty("Handler").GetString() == "watch")
            .GetProperty("FunctionArn").GetString()!;
        _putAside = await ItemsAsync();
        await WriteAsync(_putAside, "DeleteRequest");
        await ScheduleAsync(HttpMethod.Post, "ENABLED");
        await SubscribeAsync();
        await LogAsync();
        await TableAsync(true);
        foreach (var alarm in Alarms)
            await AlarmAsync(alarm, isArmed: true);
        foreach (var what in Groups)
        {
            await Raw.QueryAsync("iam", Iam, "CreateGroup", ("GroupName", $"KillSwitch-deny-{what}-us-east-1"), ("Path", "/killswitch/"));
            await HoldAsync("AttachGroupPolicy", what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await WriteAsync(await ItemsAsync(), "DeleteRequest");
        await WriteAsync(_putAside, "PutRequest");
        await Raw.RestAsync("scheduler", HttpMethod.Delete, "/schedules/" + Schedule);
        await Raw.JsonAsync(
            "logs", "Logs_20140328.DeleteSubscriptionFilter", $$"""{"logGroupName":"{{LogGroup}}","filterName":"{{Filter}}"}""");
        await Raw.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
        await Raw.QueryAsync(
            "monitoring", "2010-08-01", "DeleteAlarms",
            [.. Alarms.Index().Select(alarm => ($"AlarmNames.member.{alarm.Index + 1}", alarm.Item))]);
        foreach (var what in Groups)
        {
            await HoldAsync("DetachGroupPolicy", what);
            await Raw.QueryAsync("iam", Iam, "DeleteGroup", ("GroupName", $"KillSwitch-deny-{what}-us-east-1"));
        }

        Raw.Dispose();
    }

    public Task ScheduleAsync(HttpMethod method, string state) => Raw.RestAsync("scheduler", method, "/schedules/" + Schedule, $$$"""
        {"ScheduleExpression":"rate(1 minute)","State":"{{{state}}}","FlexibleTimeWindow":{"Mode":"OFF"},"Target":{"Arn":"{{{WatchArn}}}","RoleArn":"arn:aws:iam::123456789012:role/scheduler"}}
        """);

    /// <summary>Puts an alarm, or puts it anew: the emulator knows no other way to disarm one.</summary>
    public Task AlarmAsync(string name, bool isArmed) => Raw.QueryAsync("monitoring", "2010-08-01", "PutMetricAlarm",
        ("AlarmName", name), ("Namespace", "KillSwitch"), ("MetricName", "Any"), ("ComparisonOperator", "GreaterThanOrEqualToThreshold"),
            ("EvaluationPeriods", "1"),
        ("Period", "60"), ("Threshold", "1"), ("Statistic", "Sum"), ("AlarmActions.member.1", account.TopicArn),
            ("ActionsEnabled", isArmed ? "true" : "false"));

    public Task SubscribeAsync() => Raw.JsonAsync("logs", "Logs_20140328.PutSubscriptionFilter",
        $$"""{"logGroupName":"{{LogGroup}}","filterName":"{{Filter}}","filterPattern":"","destinationArn":"{{account.SetupProperties["meterArn"]}}"}""");

    public Task LogAsync() => Raw.RestAsync("bedrock", HttpMethod.Put, "/logging/modelinvocations",
        $$$"""{"loggingConfig":{"cloudWatchConfig":{"logGroupName":"{{{LogGroup}}}","roleArn":"arn:aws:iam::123456789012:role/writer"},"textDataDeliveryEnabled":false}}""");

    public async Task TableAsync(bool isRecoverable)
    {
        await Raw.JsonAsync(
            "dynamodb", "DynamoDB_20120810.UpdateContinuousBackups",
            $$$"""{"TableName":"{{{account.TableName}}}","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":{{{(isRecoverable ? "true" : "false")}}}}}""");
        await Raw.JsonAsync(
            "dynamodb", "DynamoDB_20120810.UpdateTimeToLive",
            $$$"""{"TableName":"{{{account.TableName}}}","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"expiresAt"}}""");
    }

    /// <param name="action"><c>AttachGroupPolicy</c> or <c>DetachGroupPolicy</c>.</param>
    /// <param name="what">Of which deny.</param>
    public Task HoldAsync(string action, string what) =>
        Raw.QueryAsync("iam", Iam, action, ("GroupName", $"KillSwitch-deny-{what}-us-east-1"), ("PolicyArn", Deny(what)));

    private async Task<List<JsonElement>> ItemsAsync() =>
        [.. (await Raw.JsonAsync("dynamodb", "DynamoDB_20120810.Scan", $$"""{"TableName":"{{account.TableName}}"}""")).GetProperty("Items")
            .EnumerateArray()];

    private async Task WriteAsync(IEnumerable<JsonElement> items, string kind)
    {
        foreach (var some in items.Chunk(25))
        {
            var requests = some.Select(item => kind == "PutRequest"
                ? $$"""{"PutRequest":{"Item": {{item.GetRawText()}} } }"""
                : $$"""{"DeleteRequest":{"Key":{"pk": {{item.GetProperty("pk").GetRawText()}},"sk": {{item.GetProperty("sk").GetRawText()}} } } }""");
            await Raw.JsonAsync(
                "dynamodb", "DynamoDB_20120810.BatchWriteItem",
                $$"""{"RequestItems":{"{{account.TableName}}":[ {{string.Join(',', requests)}} ] } }""");
        }
    }
}
