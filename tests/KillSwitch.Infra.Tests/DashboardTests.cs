using System.Text.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

/// <summary>The dashboard asks for what is written, and a deployment says where it is.</summary>
public class DashboardTests
{
    // Free of charge are an account's first three dashboards of so many metrics each.
    private const int FreeMetrics = 50;

    [Fact]
    public void A_table_for_each_that_the_watch_writes_over_its_own_log()
    {
        var logs = Widgets(With()).Where(widget => Type(widget) == "log")
            .Select(widget => widget.GetProperty("properties")).ToList();

        logs.Count.ShouldBe(OverviewTable.All.Count);
        foreach (var table in OverviewTable.All)
        {
            var query = logs.Select(log => log.GetProperty("query").GetString()!)
                .Single(query => query.Contains($"table = \"{table.Name}\"", StringComparison.Ordinal));
            query.ShouldBe($"SOURCE '{{WatchFunctionWatchLog}}' | {string.Join("\n| ", table.Query)}");
        }

        logs.ShouldAllBe(log => log.GetProperty("view").GetString() == "table");
    }

    [Fact]
    public void A_query_takes_the_newest_line_of_every_row_by_the_fields_that_are_written()
    {
        OverviewTable.Spenders.Query.ShouldBe(
        [
            "filter message = \"overview\" and table = \"spenders\"",
            "stats latest(who) as Principal, latest(spentToday) as Today, latest(callsToday) as Calls_today, "
                + "latest(cachedToday) as From_the_cache_today, latest(spentThisMonth) as This_month by rank",
            "filter Principal != \"-\"",
            "sort rank asc",
        ]);
        // A heading that is a field's name too would be read as the field, and one that is a word of the language as that.
        string[] taken = [.. OverviewTable.All.SelectMany(one => one.Columns).Select(column => column.Field),
            OverviewTable.Table, OverviewTable.Rank, "message", "level", "function", "timestamp", "requestId", "traceId",
            "fields", "filter", "stats", "sort", "limit", "parse", "display", "dedup", "unnest", "when", "case", "by", "as", "in", "like"];
        foreach (var table in OverviewTable.All)
        {
            table.Columns.Select(column => column.Title).Concat(taken).ShouldBeUnique(StringComparer.OrdinalIgnoreCase);
            table.Columns.ShouldAllBe(column => (column.Field + column.Title).All(c => char.IsAsciiLetter(c) || c == '_'));
        }
    }

    [Fact]
    public void Every_metric_is_one_that_is_written_under_that_name_and_dimension()
    {
        string[] functions = ["{MeterFunctionMeterFunction}", "{WatchFunctionWatchFunction}", "{BudgetFunctionBudgetFunction}",
            "{SetupFunctionSetupFunction}"];
        var metrics = Metrics(With());
        foreach (var metric in metrics)
        {
            switch (metric[0])
            {
                case GuardSetting.MetricNamespace:
                    GuardMetric.IsGiven(metric[1], hasDashboard: true).ShouldBeTrue(metric[1]);
                    metric[2..].ShouldBe([GuardSetting.MetricDimension, "KillSwitch"]);
                    break;
                case "AWS/Lambda":
                    (metric[1], metric[2]).ShouldBe(("Errors", "FunctionName"));
                    functions.ShouldContain(metric[3]);
                    break;
                default:
                    (metric[0], metric[1], metric[2]).ShouldBe(("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName"));
                    metric[3].ShouldEndWith("DeadLetters.QueueName}");
                    break;
            }
        }

        metrics.Where(metric => metric[0] == "AWS/SQS").Select(metric => metric[3]).Distinct().Count().ShouldBe(functions.Length);
        metrics.Count.ShouldBeLessThanOrEqualTo(FreeMetrics);
    }

    [Fact]
    public void The_regions_of_the_sensors_are_on_it_with_what_they_spend_how_late_they_are_and_what_their_meters_fail_on()
    {
        var drawn = Widgets(With(("regions", "us-west-2,eu-central-1"))).Where(widget => Type(widget) == "metric")
            .SelectMany(widget => widget.GetProperty("properties").GetProperty("metrics").EnumerateArray())
            .Where(metric => metric.EnumerateArray().Last() is { ValueKind: JsonValueKind.Object } how
                && how.TryGetProperty("region", out _))
            .Select(metric => string.Join(' ', metric.EnumerateArray().SkipLast(1).Select(part => part.GetString()))
                + " in " + metric.EnumerateArray().Last().GetProperty("region").GetString()).ToList();

        drawn.ShouldBe(((string[])["us-west-2", "eu-central-1"]).SelectMany(region => (string[])
        [
            $"KillSwitch SpendUsd Stack KillSwitch in {region}", $"KillSwitch DataLag Stack KillSwitch in {region}",
            $"AWS/Lambda AsyncEventsDropped FunctionName KillSwitch-sensor-meter in {region}",
            $"AWS/Lambda Errors FunctionName KillSwitch-sensor-meter in {region}",
        ]), ignoreOrder: true);
        Template("us-west-2").ShouldContain("KillSwitch-sensor-meter");
        Widgets(With()).Count.ShouldBe(Widgets(With(("regions", "us-west-2"))).Count - 3);

        static IEnumerable<string?> Template(string region) => SensorTests.Of(region).OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties").GetProperty("FunctionName").GetString());
    }

    [Fact]
    public void Every_alarm_is_on_it_those_of_the_lease_too()
    {
        Alarms(With()).ShouldBe(GuardAlarm.All.Count);
        Alarms(With(("lease", "user/ada"))).ShouldBe(GuardAlarm.All.Count + GuardAlarm.OfLease.Count);

        static int Alarms(StackTemplate template)
        {
            var status = Widgets(template).Single(widget => Type(widget) == "alarm");
            var shown = status.GetProperty("properties").GetProperty("alarms").EnumerateArray().Select(arn => arn.GetString()!).ToList();
            shown.ShouldBe(
                template.OfType("AWS::CloudWatch::Alarm").Select(alarm => "arn:{Partition}:cloudwatch:{Region}:{AccountId}:alarm:"
                    + alarm.Value.GetProperty("Properties").GetProperty("AlarmName").GetString()), ignoreOrder: true);
            return shown.Count;
        }
    }

    [Theory]
    [InlineData("KillSwitch", "")]
    [InlineData("Other", " --stack Other")]
    public void It_says_what_to_type_for_this_very_guard(string stack, string option)
    {
        var text = Widgets(With(("stackName", stack))).Single(widget => Type(widget) == "text").GetProperty("properties")
            .GetProperty("markdown").GetString()!;

        foreach (var command in (string[])["status", "explain STOP", "restore STOP", "stop role/NAME --reason \"why\"", "usage", "doctor"])
            text.ShouldContain($"`killswitch {command}{option} --region {{Region}}`");
    }

    [Fact]
    public void What_is_written_for_the_dashboard_is_what_it_draws_and_no_alarm_goes_by()
    {
        var drawn = Metrics(With()).Where(metric => metric[0] == GuardSetting.MetricNamespace).Select(metric => metric[1]).ToHashSet();

        GuardMetric.OfDashboard.ShouldBe(drawn.Except(GuardMetric.OfAlarms), ignoreOrder: true);
    }

    [Fact]
    public void Without_it_a_metric_is_written_for_each_alarm_that_goes_by_it_and_for_nothing_else()
    {
        var metrics = StackTemplate.Of().OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Value.GetProperty("Properties"))
            .Where(alarm => alarm.TryGetProperty("Namespace", out var of) && of.GetString() == GuardSetting.MetricNamespace)
            .Select(alarm => alarm.GetProperty("MetricName").GetString()!).ToList();

        GuardMetric.OfAlarms.ShouldBe(metrics, ignoreOrder: true);
        typeof(GuardMetric).GetFields().Select(field => (string)field.GetValue(null)!)
            .Where(name => GuardMetric.IsGiven(name, hasDashboard: false)).ShouldBe(metrics, ignoreOrder: true);
    }

    [Fact]
    public void Those_who_write_for_it_know_that_it_is_there()
    {
        Told(With()).ShouldBe([GuardFunction.Budget, GuardFunction.Meter, GuardFunction.Watch]);
        Told(Sensor(("dashboard", "true"))).ShouldBe([GuardFunction.Meter]);
        Told(Sensor()).ShouldBeEmpty();

        static StackTemplate Sensor(params (string, string)[] context) =>
            StackTemplate.OfSensor(SensorTests.Home, "us-west-2", [("regions", "us-west-2"), .. context]);

        static IEnumerable<string?> Told(StackTemplate template) => template.OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties"))
            .Where(function => function.GetProperty("Environment").GetProperty("Variables").TryGetProperty(
                GuardSetting.Dashboard, out var there) && there.GetString() == "true")
            .Select(function => function.GetProperty("Handler").GetString()).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("false")]
    public void Unless_it_is_asked_for_nothing_is_written_for_it_and_no_output_leads_to_it(params string[] said)
    {
        var template = StackTemplate.Of([.. said.Select(value => ("dashboard", value))]);

        template.OfType("AWS::CloudWatch::Dashboard").ShouldBeEmpty();
        template.Json.ToString().ShouldNotContain(GuardSetting.Dashboard);
        template.Json.GetProperty("Outputs").TryGetProperty("Dashboard", out _).ShouldBeFalse();
        template.Json.GetProperty("Outputs").TryGetProperty("NextStep", out _).ShouldBeTrue();
    }

    [Fact]
    public void A_deployment_ends_with_where_to_look_and_what_to_type_next()
    {
        Output(StackTemplate.Of(), "NextStep").ShouldBe(
            "killswitch doctor, then killswitch init my.yaml --from-account and killswitch policy apply my.yaml");
        Output(StackTemplate.Of(("stackName", "Other")), "NextStep").ShouldBe(
            "killswitch doctor --stack Other, then killswitch init my.yaml --from-account --stack Other and "
                + "killswitch policy apply my.yaml --stack Other");
        Output(With(("stackName", "Other")), "Dashboard").ShouldBe(
            "https://console.aws.amazon.com/cloudwatch/home?region={Region}#dashboards/dashboard/Other-{Region}");
    }

    private static StackTemplate With(params (string, string)[] context) => StackTemplate.Of([("dashboard", "true"), .. context]);

    private static string Output(StackTemplate template, string name) =>
        Statement.Show(template.Json.GetProperty("Outputs").GetProperty(name).GetProperty("Value"));

    private static string Type(JsonElement widget) => widget.GetProperty("type").GetString()!;

    private static List<JsonElement> Widgets(StackTemplate template)
    {
        var body = Statement.Show(template.OfType("AWS::CloudWatch::Dashboard").ShouldHaveSingleItem().Value.GetProperty("Properties")
            .GetProperty("DashboardBody"));
        return [.. JsonSerializer.Deserialize<JsonElement>(body).GetProperty("widgets").EnumerateArray()];
    }

    // A metric that is left to an expression has an id, one that is drawn a label; a dot stands for what stood above it.
    private static List<string[]> Metrics(StackTemplate template)
    {
        var found = new List<string[]>();
        foreach (var widget in Widgets(template).Where(widget => Type(widget) == "metric"))
        {
            foreach (var metric in widget.GetProperty("properties").GetProperty("metrics").EnumerateArray())
            {
                string[] names = [.. metric.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.String)
                    .Select(part => part.GetString()!)];
                if (names.Length > 0)
                    found.Add(names);
            }
        }

        found.Count.ShouldBeGreaterThan(10);
        return found;
    }
}
