using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests;

/// <summary>Calls by names that hide their model.</summary>
[Collection(AnotherAccount.Name)]
public class RouteStories(Deployment account)
{
    private const string Home = "arn:aws:bedrock:us-east-1:123456789012:";
    private const string Profile = Home + "application-inference-profile/a1b2c3d4e5f6";
    private const string Provisioned = Home + "provisioned-model/p1";
    private const string Hidden = Home + "application-inference-profile/z1b2c3d4e5f6";
    private const string Micro = "amazon.nova-micro-v1:0";
    private const string Lite = "amazon.nova-lite-v1:0";

    [Fact]
    public async Task A_profile_and_provisioned_throughput_are_counted_as_their_models_and_asked_for_once()
    {
        await account.ApplyAsync(
            "version: 1\nexempt: [\"user/admin\"]\nrules:\n  - { id: never, limit: { usd: 1000000 }, every: month, stop: none }\n");
        using var proxy = new CountingProxy(account.Server) { Instead = Instead };
        for (var i = 0; i < 2; i++)
        {
            // A new process each time: what one has asked the next knows.
            await using var meter = account.Start("meter", proxy.Url);
            foreach (var name in (string[])[Profile, Provisioned, Micro, Hidden])
            {
                (await meter.DeliverAsync(
                    Calls.Payload(Calls.Of("user/quiet", 2)[0] with { Model = ModelId.Parse(name) }))).IsError.ShouldBeFalse(meter.Log);
            }

            meter.Log.Contains("the model behind a name is not known", StringComparison.Ordinal).ShouldBe(i == 0, meter.Log);
        }

        proxy.Operations.Count(operation => operation.StartsWith("GET /inference-profiles/", StringComparison.Ordinal)
            || operation.StartsWith("GET /provisioned-model-throughput/", StringComparison.Ordinal)).ShouldBe(3);
        var rows = JsonDocument.Parse((await account.CliAsync("usage", "--by", "model", "--window", "month", "--output", "json"))
            .Succeeded()).RootElement.GetProperty("rows").EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!, row =>
                (Calls: row.GetProperty("calls").GetInt64(), Usd: row.GetProperty("usd").GetDecimal()));
        // 200,000 input tokens and 10 of output, at $0.035 and $0.14 a million.
        (rows[Micro].Calls, decimal.Round(rows[Micro].Usd, 4)).ShouldBe((4, 0.0280m));
        rows[Lite].ShouldBe((2, 0m));
        rows[Hidden].Calls.ShouldBe(2);
        rows.Keys.ShouldNotContain(Profile);
    }

    private static string? Instead(string operation, Uri asked)
    {
        const string foundation = "arn:aws:bedrock:us-east-1::foundation-model/";
        if (operation == "GET /inference-profiles/" + Uri.EscapeDataString(Profile))
            return $$"""{"inferenceProfileName":"shop","inferenceProfileArn":"{{Profile}}","inferenceProfileId":"a1b2c3d4e5f6","models":[{"modelArn":"{{foundation}}{{Micro}}"}]}""";
        if (operation == "GET /inference-profiles/" + Uri.EscapeDataString(Hidden))
            return $$"""{"inferenceProfileName":"shop","inferenceProfileArn":"{{Hidden}}","inferenceProfileId":"z1b2c3d4e5f6","models":[]}""";
        return operation == "GET /provisioned-model-throughput/" + Uri.EscapeDataString(Provisioned)
            ? $$"""{"provisionedModelName":"p1","provisionedModelArn":"{{Provisioned}}","modelArn":"{{foundation}}{{Lite}}","foundationModelArn":"{{foundation}}{{Lite}}","modelUnits":1,"status":"InService"}"""
            : null;
    }
}
