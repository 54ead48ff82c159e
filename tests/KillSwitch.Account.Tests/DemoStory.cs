using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary><c>make demo-account</c>: a runaway as its client, the people on call and the guard see it, each moment by its name.</summary>
[Collection(OneAccount.Name)]
public class DemoStory(Deployment account)
{
    private const string Runaway = "user/agent-demo";

    private const string Policy = """
        version: 1
        rules:
          - id: daily-cap
            match: { principal: "user/agent-demo" }
            per: principal
            limit: { usd: 3 }
            every: day
            stop: principal
        """;

    private static readonly string? Mode = Environment.GetEnvironmentVariable("KILLSWITCH_DEMO");

    [Fact]
    public async Task A_runaway_is_denied_told_and_restored()
    {
        await account.ApplyAsync(Policy);
        var key = account.Keys[Runaway];
        Say($"The guard is deployed. Its policy: {Runaway} may spend $3.00 a day.");
        (await account.CallAsync(key)).Succeeded();
        Say($"{Runaway} calls {Calls.Model}: served.");

        using var proxy = new CountingProxy(account.Server);
        await using var meter = account.Start("meter", proxy.Url);
        await meter.ReadyAsync();
        Say("It loops: four calls a second apart, 200,000 uncached tokens each, $4.40. Their records arrive.");
        var delivered = DateTimeOffset.UtcNow;
        var calls = Calls.Of(Runaway, 4);
        (await meter.DeliverAsync(Calls.Payload(calls))).IsError.ShouldBeFalse(meter.Log);
        var told = DateTimeOffset.UtcNow;
        var refused = await account.CallAsync(key);
        var refusedAt = DateTimeOffset.UtcNow;
        refused.Error.ShouldContain("AccessDenied");

        var stop = await StopAsync();
        stop.GetProperty("state").GetString().ShouldBe("enforced");
        var newest = calls[^1].Timestamp;
        var (evaluated, denied) = (stop.GetProperty("at").GetDateTimeOffset(), stop.GetProperty("effectiveAt").GetDateTimeOffset());
        Say("\nWhen");
        Moment("the newest call was made, and its record written", newest, null);
        Moment("the records arrived at the meter", delivered, null);
        Moment("the meter evaluated them: over the limit", evaluated, null);
        Moment("the deny was attached, and read back from IAM", denied, null);
        Moment("people had been told", told, told - delivered);
        Moment("the client's next call was refused", refusedAt, refusedAt - delivered);
        Say("  Between the first two lie AWS's own seconds, until CloudWatch Logs delivers a record; `killswitch doctor` and the\n  stop's message say later that no call has been served since: verified.");

        Say("\nWhat the client gets");
        Say(Indented(refused.Error.Trim()));
        var message = proxy.Published.Single(one => one["Subject"].StartsWith("STOPPED " + Runaway, StringComparison.Ordinal));
        Say("\nWhat people get: " + message["Subject"]);
        Say(Indented(JsonDocument.Parse(message["Message"]).RootElement.GetProperty("default").GetString()!.Trim()));

        var id = stop.GetProperty("id").GetString()!;
        Say($"\n$ killswitch restore {id}");
        var again = await account.CliAsync("restore", id);
        again.ExitCode.ShouldBe(1);
        Say(Indented(again.Error.Trim()));
        Say($"\n$ killswitch restore {id} --raise 5");
        Say(Indented((await account.CliAsync("restore", id, "--raise", "5")).Succeeded().Trim()));
        (await account.CallAsync(key)).Succeeded();
        Say($"\n{Runaway} calls {Calls.Model}: served.");
        if (Mode == "keep")
            await KeepAsync();
    }

    private async Task<JsonElement> StopAsync()
    {
        var status = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;
        return status.GetProperty("stops").EnumerateArray()
            .Single(stop => stop.GetProperty("target").GetProperty("name").GetString() == Runaway);
    }

    // The emulator is a child of this process, and ends with it.
    private async Task KeepAsync()
    {
        var file = Path.Combine(Repository.Root, "artifacts", "demo-account.env");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllLinesAsync(
            file, account.Admin.Environment(account.Server).Select(variable => $"export {variable.Key}='{variable.Value}'"));
        var ended = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        Say($"""

            The account is kept, at {account.Server}. In another terminal:
              . artifacts/demo-account.env
              dotnet src/KillSwitch.Cli/bin/Release/net10.0/killswitch.dll status
            Nothing runs in it by itself: neither the meter nor the watch. Ctrl-C here ends it (or: kill {Environment.ProcessId}).
            """);
        await ended.Task;
        File.Delete(file);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.TrySetResult();
        }
    }

    private static void Moment(string what, DateTimeOffset at, TimeSpan? after) => Say(string.Create(
        CultureInfo.InvariantCulture, $"  {at.UtcDateTime:HH:mm:ss} UTC  {what}")
        + (after is { } span ? string.Create(CultureInfo.InvariantCulture, $", {span.TotalSeconds:0.00} s after they arrived") : ""));

    private static string Indented(string text) => "  " + text.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal);

    // Among all stories it is one that says nothing.
    private static void Say(string line)
    {
        if (Mode is not null)
            Console.Out.WriteLine(line);
    }
}
