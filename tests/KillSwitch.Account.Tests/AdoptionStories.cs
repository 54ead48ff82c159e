using System.Globalization;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Before anything is enforced: limits from the account's own past, and what they would have done to it.</summary>
[Collection(OneAccount.Name)]
public sealed class AdoptionStories(Deployment account) : IAsyncLifetime
{
    private const string Group = "/stories/history";

    // The emulator takes every signed GET of Bedrock's for forged: while the account is read nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.LogNothingAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await account.LogNothingAsync();
        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task A_policy_is_proposed_from_what_the_account_did_and_back_tested_on_it()
    {
        var off = await account.CliAsync("replay", "--policy", Path.Combine(Repository.Root, "killswitch.yaml"), "--from-account");
        (off.ExitCode, off.Error.Trim())
            .ShouldBe((2,
            "killswitch: invocation logging is off in us-east-1: there are no records to replay; `killswitch deploy`, or `make "
            + "deploy` from a checkout, turns it on, and `--log-group` names a group that has records all the same"));

        await account.LogAsync(Group, [.. Calls.Of("user/agent-history", 40), .. Calls.Of("role/agent-history", 2)]);
        // Longer ago than the watch of other stories looks.
        (await account.AwsAsync(
            account.Admin, "cloudwatch", "put-metric-data", "--namespace", "AWS/Bedrock", "--metric-name", "Invocations", "--value", "5000",
            "--dimensions", "ModelId=amazon.nova-micro-v1:0", "--timestamp", DateTimeOffset.UtcNow.AddDays(-2)
                .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))).Succeeded();

        var folder = Directory.CreateTempSubdirectory("killswitch-adoption-").FullName;
        var file = Path.Combine(folder, "killswitch.yaml");
        (await Step.TimedAsync("killswitch init --from-account", () => account.CliAsync("init", file, "--from-account"))).Succeeded()
            .ShouldContain("--from-account    # back-test it");
        var policy = await File.ReadAllTextAsync(file);
        // A comment goes on in the next line.
        var said = string.Join(' ', policy.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "#"));
        said.ShouldContain($"42 calls in the invocation log (`{Group}`)");
        said.ShouldContain("Seen in 2 principals, a month at the pace of this span: max $1,3");
        said.ShouldContain("; most by user/agent-history. Taken: 3 x p99.");
        said.ShouldContain("(CloudWatch's metrics)");
        said.ShouldContain("mode: observe");
        (await account.CliAsync("policy", "check", file)).Succeeded();

        var replay = await Step.TimedAsync("killswitch replay --from-account", () =>
            account.CliAsync("replay", "--policy", file, "--mode", "enforce", "--from-account", "--since", "30d", "--output", "json"));
        var result = JsonDocument.Parse(replay.Succeeded()).RootElement;
        (result.GetProperty("invocations").GetInt64(), result.GetProperty("stops").GetArrayLength()).ShouldBe((42, 0));
        replay.Error.ShouldContain($"`{Group}` was made then: it can hold records from ");
        replay.Error.ShouldContain($"killswitch: 42 records of `{Group}` since ");
        Directory.Delete(folder, recursive: true);
    }
}
