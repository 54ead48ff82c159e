using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>What a deny does not end: jobs that run by themselves.</summary>
[Collection(AnotherAccount.Name)]
public sealed class RunningWorkStories(Deployment account) : IAsyncLifetime
{
    private const string Home = "arn:aws:bedrock:us-east-1:123456789012:";
    private const string Tune = Home + "model-customization-job/tune-stopped";
    private const string Quiet = Home + "model-customization-job/tune-quiet";
    private const string Service = Home + "model-customization-job/tune-service";
    private const string Orphan = Home + "model-customization-job/tune-orphan";
    private const string Night = Home + "model-invocation-job/night";

    private bool _nightRuns = true;

    // The emulator takes every signed GET of Bedrock's for forged: while the watch runs nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.ApplyAsync(
            "version: 1\nexempt: [\"user/admin\"]\nrules:\n  - { id: never, limit: { usd: 1000000 }, every: month, stop: none }\n");
    }

    public async ValueTask DisposeAsync()
    {
        await account.CliAsync("restore", "role/agent-jobs");
        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task The_jobs_of_a_stopped_role_are_stopped_and_reported_and_everyone_elses_go_on()
    {
        foreach (var role in (string[])["agent-jobs", "runner"])
        {
            (await account.AwsAsync(account.Admin, "iam", "create-role", "--role-name", role, "--assume-role-policy-document",
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole"}]}""")).Succeeded();
        }

        foreach (var (job, role) in ((string, string)[])[
            ("tune-stopped", "runner"), ("tune-quiet", "runner"), ("tune-service", "agent-jobs"), ("tune-orphan", "runner")])
        {
            await CreateAsync(job, role);
        }

        (await account.CliAsync("stop", "role/agent-jobs", "--reason", "it runs away")).Succeeded();
        using var proxy = new CountingProxy(account.Server) { Instead = Instead, Respell = Respell };

        // A new process each time: what it has told is kept.
        for (var i = 0; i < 2; i++)
        {
            await using var watch = account.Start("watch", proxy.Url);
            var ran = await Step.TimedAsync("a run of the watch that looks after jobs", () => watch.DeliverAsync("{}"u8.ToArray()));
            ran.IsError.ShouldBeFalse(watch.Log);
            if (i == 0)
                watch.Log.ShouldContain(Tune);
        }

        foreach (var (job, status) in ((string, string)[])[
            ("tune-stopped", "Stopped"), ("tune-quiet", "InProgress"), ("tune-service", "Stopped"), ("tune-orphan", "InProgress")])
        {
            (await StatusAsync(job)).ShouldBe(status, job);
        }

        _nightRuns.ShouldBeFalse();
        var told = proxy.Published.Where(one => one["Message"].Contains("runningWork", StringComparison.Ordinal)).ToList()
            .ShouldHaveSingleItem();
        told["Subject"].ShouldBe("JOBS STOPPED: 3 jobs of role/agent-jobs");
        told["Message"].ShouldContain(Night);
        told["Message"].ShouldNotContain(Quiet);
        // CloudTrail may be late for a young job: what nobody is known to have created goes on and is told of later.
        told["Message"].ShouldNotContain(Orphan);

        var stop = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement
            .GetProperty("stops").EnumerateArray()
                .Single(stop => stop.GetProperty("target").GetProperty("name").GetString() == "role/agent-jobs");
        stop.GetProperty("state").GetString().ShouldBe("enforced");
        stop.GetProperty("runningWork").GetProperty("jobs").EnumerateArray()
            .Select(job =>
            (job.GetProperty("arn").GetString(), job.GetProperty("state").GetString(), job.GetProperty("reason").GetString())).Order()
                .ShouldBe(
        [
            (Service, "stopped", "it runs as role/agent-jobs"),
            (Tune, "stopped", "role/agent-jobs created it"),
            (Night, "stopped", "role/agent-jobs created it"),
        ]);
        (await account.CliAsync("status")).Succeeded().ShouldContain("jobs stopped:");
    }

    private async Task CreateAsync(string job, string role) =>
        (await account.AwsAsync(account.Admin, "bedrock", "create-model-customization-job", "--job-name", job, "--custom-model-name", job,
            "--role-arn", "arn:aws:iam::123456789012:role/" + role,
            "--base-model-identifier", "amazon.nova-lite-v1:0", "--training-data-config", "s3Uri=s3://in", "--output-data-config",
                "s3Uri=s3://out", "--hyper-parameters", "epochCount=1")).Succeeded();

    private async Task<string?> StatusAsync(string job) => JsonDocument.Parse(
        (await account.AwsAsync(account.Admin, "bedrock", "get-model-customization-job", "--job-identifier", job, "--output", "json"))
            .Succeeded()).RootElement.GetProperty("status").GetString();

    // Batch jobs, evaluation jobs, provisioned throughput and the history of events are none of the emulator's.
    private string? Instead(string operation, Uri asked)
    {
        if (operation.EndsWith(".LookupEvents", StringComparison.Ordinal))
            return Trail();
        if (operation == $"POST /model-invocation-job/{Uri.EscapeDataString(Night)}/stop")
        {
            _nightRuns = false;
            return "{}";
        }

        return operation switch
        {
            "GET /model-invocation-jobs" when _nightRuns && asked.Query.Contains("InProgress", StringComparison.Ordinal) => $$"""
                {"invocationJobSummaries":[{"jobArn":"{{Night}}","jobName":"night","modelId":"amazon.nova-pro-v1:0","roleArn":"arn:aws:iam::123456789012:role/runner","status":"InProgress","submitTime":"{{DateTimeOffset.UtcNow.AddMinutes(-2):yyyy-MM-ddTHH:mm:ssZ}}"}]}
                """,
            "GET /model-invocation-jobs" => """{"invocationJobSummaries":[]}""",
            "GET /evaluation-jobs" => """{"jobSummaries":[]}""",
            "GET /provisioned-model-throughputs" => """{"provisionedModelSummaries":[]}""",
            _ => null,
        };
    }

    private static string Trail() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["Events"] = new[] { (Tune, "agent-jobs"), (Night, "agent-jobs"), (Quiet, "quiet"), (Service, "quiet") }.Select(Created),
    });

    private static Dictionary<string, object> Created((string Job, string Role) one) => new()
    {
        ["EventId"] = one.Job,
        ["CloudTrailEvent"] =
            $$"""{"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/{{one.Role}}/s1"},"responseElements":{"jobArn":"{{one.Job}}"} }""",
    };

    // The emulator knows a job by its name alone.
    private static string Respell(string path)
    {
        var prefix = "/model-customization-jobs/" + Uri.EscapeDataString(Home + "model-customization-job/");
        return path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? "/model-customization-jobs/" + path[prefix.Length..] : path;
    }
}
