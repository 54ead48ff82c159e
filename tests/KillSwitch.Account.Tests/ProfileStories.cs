using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests;

/// <summary>Caps by application inference profile, by its tags, and by the caller's IAM path.</summary>
public sealed class ProfileStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Shop = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6";

    private const string Policy = """
        version: 1
        exempt: ["user/admin"]
        rules:
          - { id: centre, match: { profileTag.centre: "4711", profile: shop }, per: [principal, profile], limit: { usd: 3 }, every: day, stop: principal }
          - { id: agents, match: { path: "/agents/*" }, per: [principal, path], limit: { usd: 3 }, every: day, stop: principal }
        """;

    [Fact]
    public async Task Who_spends_by_a_profile_or_from_a_path_is_denied_at_its_cap_and_who_spends_as_much_elsewhere_is_not()
    {
        guard.Front.Instead = Instead;
        var (shop, plain) = (await guard.RoleAsync("till"), await guard.RoleAsync("plain"));
        var agent = await guard.RoleAtAsync("/agents/blue/", "crawler");
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();

        await guard.DeliverAsync(
            Calls.Of("role/till", 4).Select(call => call with { Model = ModelId.Parse(Shop) }).Concat(Calls.Of("role/plain", 4)));
        (await guard.InvokesAsync(shop), await guard.InvokesAsync(plain), await guard.InvokesAsync(agent)).ShouldBe((false, true, true));
        var stop = (await guard.StopsAsync("role/till")).ShouldHaveSingleItem();
        stop.GetProperty("rule").GetString().ShouldBe("centre");
        (await guard.CliAsync("usage", "--by", "profile")).Succeeded().ShouldContain("shop");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, Policy.Replace("profile: shop", $"profile: [shop, \"{Shop}\", shopp]", StringComparison.Ordinal));
        (await guard.CliAsync("policy", "check", file, "--account")).Error.Flat().ShouldSatisfyAllConditions(
            said => said.ShouldContain(
                "`shopp` matches nothing in this account: no application inference profile here has such a name, id or ARN"),
            said => said.ShouldNotContain("`shop` matches"), said => said.ShouldNotContain("a1b2c3d4e5f6"));
        File.Delete(file);

        await guard.DeliverAsync(Calls.Of("role/crawler", 4));
        (await guard.InvokesAsync(plain), await guard.InvokesAsync(agent)).ShouldBe((true, false));
        (await guard.StopsAsync("role/crawler")).ShouldHaveSingleItem().GetProperty("rule").GetString().ShouldBe("agents");

        (await guard.CliAsync("restore", "role/till", "--raise", "10")).Succeeded();
        (await guard.CliAsync("restore", "role/crawler", "--raise", "10")).Succeeded();
        (await guard.InvokesAsync(shop), await guard.InvokesAsync(agent)).ShouldBe((true, true));
    }

    private static string? Instead(string operation, Uri asked)
    {
        const string foundation = $"arn:aws:bedrock:us-east-1::foundation-model/{Calls.Model}";
        if (operation == "GET /inference-profiles/" + Uri.EscapeDataString(Shop))
            return $$"""{"inferenceProfileName":"shop","inferenceProfileArn":"{{Shop}}","inferenceProfileId":"a1b2c3d4e5f6","models":[{"modelArn":"{{foundation}}"}]}""";
        if (operation == "GET /inference-profiles")
            return $$"""{"inferenceProfileSummaries":[{"inferenceProfileName":"shop","inferenceProfileArn":"{{Shop}}","inferenceProfileId":"a1b2c3d4e5f6","type":"APPLICATION","models":[{"modelArn":"{{foundation}}"}]}]}""";
        return operation == "POST /listTagsForResource" ? """{"tags":[{"key":"centre","value":"4711"}]}""" : null;
    }
}
