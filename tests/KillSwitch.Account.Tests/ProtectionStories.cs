using System.Text.Json;
using System.Text.Json.Nodes;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Whoever is stopped tries to let itself go by what it may touch: the table, the parameter, the policy.</summary>
public sealed class ProtectionStories(OperatedGuard guard) : IClassFixture<OperatedGuard>
{
    private const string Parameter = "/killswitch/KillSwitch/guard";
    private static readonly string[] Everyday =
        ["bedrock:InvokeModel", "dynamodb:*", "ssm:GetParameter", "sns:Publish", "iam:ListAttachedUserPolicies", "iam:ListGroupsForUser"];

    [Fact]
    public async Task A_stopped_user_that_may_write_the_table_restores_itself_and_stays_stopped()
    {
        var key = await guard.UserAsync("self", Everyday);
        (await guard.ApplyAsync(CapPolicy.Of(CapPolicy.Cap("self-cap", "user/self")), "--yes")).Succeeded();
        await guard.DeliverAsync(Calls.Of("user/self", 4));
        var stop = (await guard.StopsAsync("user/self")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        (await guard.InvokesAsync(key)).ShouldBeFalse();

        // The command line asks no more than the table would.
        var refused = await guard.CliAsAsync(key, "restore", stop, "--raise", "1000000");
        (refused.ExitCode, refused.Output).ShouldBe((1, ""));
        refused.Error.ShouldContain($"nothing was done: arn:aws:iam::123456789012:user/self is stopped itself ({stop})");

        // A program of its own writes what the command line would have written, had IAM refused it the rest.
        await WriteAsync(stop, kept =>
        {
            kept["state"] = "Releasing";
            kept["askedBy"] = "arn:aws:iam::123456789012:user/self";
            kept["raise"] = 1_000_000;
            kept["raisedAt"] = DateTimeOffset.UtcNow.ToString("O");
            kept["note"] = "restored by arn:aws:iam::123456789012:user/self";
        });
        await guard.WatchAsync();

        (await guard.InvokesAsync(key)).ShouldBeFalse();
        (await guard.StopsAsync("user/self")).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("enforced");
        var told = Told.Each(guard.Front.Published)
            .Single(one => one.Subject.StartsWith("NOT RESTORED: user/self", StringComparison.Ordinal));
        told.Text.ShouldContain("user/self is stopped itself");
        // It was claimed and never granted: nothing is taken back from the limit.
        told.Text.ShouldNotContain("taken back");

        // Who may is obeyed, and what is said has their name and what they granted.
        (await guard.CliAsync("restore", stop, "--raise", "20")).Succeeded();
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        guard.ToldOf("user/self")[^1].ShouldSatisfyAllConditions(
            last => last.Subject.ShouldStartWith("RESTORED"),
            last => last.Text.ShouldContain("restored by arn:aws:iam::123456789012:user/admin with $20.00 more"));
    }

    [Fact]
    public async Task One_who_is_no_operator_is_not_obeyed_either()
    {
        await guard.UserAsync("crew");
        (await guard.ApplyAsync(CapPolicy.Of(CapPolicy.Cap("crew-cap", "user/crew")), "--yes")).Succeeded();
        var other = await guard.UserAsync("other", "dynamodb:*", "ssm:GetParameter");
        (await guard.CliAsync("stop", "user/crew", "--reason", "a test")).Succeeded();

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, CapPolicy.Of(CapPolicy.Cap("crew-cap", "user/crew")).With("exempt: [\"*\"]"));
        foreach (var words in (string[][])[["restore", "user/crew"], ["stop", "account", "--reason", "spite"],
            ["policy", "apply", file, "--yes"]])
        {
            var refused = await guard.CliAsAsync(other, words);
            refused.ExitCode.ShouldBe(1, refused.Error);
            refused.Error.ShouldContain(
                "nothing was done: arn:aws:iam::123456789012:user/other is no operator of the guard; its operators are user/admin");
        }

        File.Delete(file);
        (await guard.CliAsync("restore", "user/crew")).Succeeded();
    }

    [Fact]
    public async Task A_policy_that_exempts_everybody_is_told_once_with_who_and_what()
    {
        (await guard.ApplyAsync(CapPolicy.Of(CapPolicy.Cap("told-cap", "user/told")), "--yes")).Succeeded();
        await guard.WatchAsync();
        (await guard.ApplyAsync(CapPolicy.Of(CapPolicy.Cap("told-cap", "user/told")).With("exempt: [\"*\"]"), "--yes")).Succeeded();
        await guard.WatchAsync();
        await guard.WatchAsync();

        var told = Told.Each(guard.Front.Published).Where(one => one.Text.Contains("`*` exempts everybody", StringComparison.Ordinal))
            .ToList().ShouldHaveSingleItem();
        told.Subject.ShouldStartWith("POLICY LOOSENED: version ");
        told.Text.ShouldContain("arn:aws:iam::123456789012:user/admin put version ");
        told.Text.ShouldContain("Exempt from now on: `*`.");
    }

    [Fact]
    public async Task An_edited_parameter_makes_the_command_line_attach_nothing()
    {
        await guard.UserAsync("whole");
        using var raw = new RawAccount(guard.Server);
        var before = (await raw.JsonAsync("ssm", "AmazonSSM.GetParameter", $$"""{"Name":"{{Parameter}}"}""")).GetProperty("Parameter")
            .GetProperty("Value").GetString()!;
        await raw.QueryAsync("iam", "2010-05-08", "CreatePolicy", ("PolicyName", "mine"),
            ("PolicyDocument", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"""));
        try
        {
            foreach (var (name, value, clause) in ((string, string, string)[])
            [
                ("denyPolicy", "arn:aws:iam::123456789012:policy/mine", "`denyPolicy` is `arn:aws:iam::123456789012:policy/mine`"),
                ("topic", "arn:aws:sns:us-east-1:999988887777:KillSwitch-people",
                    "`topic` is `arn:aws:sns:us-east-1:999988887777:KillSwitch-people`"),
                ("table", "theirs", "`table` is `theirs`"),
            ])
            {
                var edited = JsonNode.Parse(before)!;
                edited[name] = value;
                await PutAsync(raw, edited.ToJsonString());

                var stopped = await guard.CliAsync("stop", "user/whole", "--reason", "a test");

                (stopped.ExitCode, stopped.Output).ShouldBe((2, ""));
                stopped.Error.ShouldContain(clause);
                stopped.Error.ShouldContain("is not what a deployment writes, and nothing was done by it");
            }

            (await raw.QueryAsync("iam", "2010-05-08", "ListAttachedUserPolicies", ("UserName", "whole"))).ToString()
                .ShouldNotContain("PolicyArn");
        }
        finally
        {
            await PutAsync(raw, before);
        }
    }

    private static async Task PutAsync(RawAccount raw, string value) =>
        await raw.JsonAsync("ssm", "AmazonSSM.PutParameter", JsonSerializer.Serialize(new
        {
            Name = Parameter,
            Type = "String",
            Value = value,
            Overwrite = true,
        }));

    private async Task WriteAsync(string stop, Action<JsonNode> change)
    {
        using var raw = new RawAccount(guard.Server);
        var key = $$$"""{"pk":{"S":"stop#open"},"sk":{"S":"{{{stop}}}"}}""";
        var item = JsonNode.Parse(
            (await raw.JsonAsync("dynamodb", "DynamoDB_20120810.GetItem", $$"""{"TableName":"KillSwitch-ledger","Key":{{key}}}"""))
            .GetProperty("Item").GetRawText())!;
        var kept = JsonNode.Parse(item["stop"]!["S"]!.GetValue<string>())!;
        var revision = kept["revision"]!.GetValue<int>() + 1;
        kept["revision"] = revision;
        change(kept);
        item["revision"]!["N"] = $"{revision}";
        item["stop"]!["S"] = kept.ToJsonString();
        await raw.JsonAsync(
            "dynamodb", "DynamoDB_20120810.PutItem", $$"""{"TableName":"KillSwitch-ledger","Item":{{item.ToJsonString()}}}""");
    }
}
