using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// What a stack called KillSwitch is made of, as far as functions and command line ask for it, made by the services' own operations: in a
/// second instead of half a minute.
/// </summary>
internal static class PreparedParts
{
    /// <param name="account">Where.</param>
    /// <param name="accountScp">Of an organization; null without one.</param>
    /// <param name="principalScp">Of an organization; null without one.</param>
    /// <param name="operators">Who may ask the guard for something; null where that is not known.</param>
    /// <param name="sensors">The further regions that are heard, with commas between; null for none.</param>
    /// <returns>The environment of every function.</returns>
    public static async Task<Dictionary<string, string>> MakeAsync(
        TestAccount account, string? accountScp = null, string? principalScp = null, string? operators = null,
        string? sensors = null)
    {
        var guard = new GuardResources("KillSwitch", null) { Heard = ["us-east-1", .. sensors?.Split(',') ?? []] };
        Dictionary<string, string> environment = new()
        {
            [GuardSetting.Stack] = "KillSwitch",
            [GuardSetting.HomeRegion] = "us-east-1",
            [GuardSetting.Table] = "KillSwitch-ledger",
            [GuardSetting.LogGroup] = Calls.Group,
            [GuardSetting.Topic] = $"arn:aws:sns:us-east-1:{account.Id}:KillSwitch-people",
        };
        Dictionary<string, string> place = new()
        {
            ["region"] = "us-east-1",
            ["table"] = environment[GuardSetting.Table],
            ["topic"] = environment[GuardSetting.Topic],
        };
        if (operators is not null)
            environment[GuardSetting.Operators] = place["operators"] = operators;
        if (sensors is not null)
            environment[GuardSetting.Sensors] = place["sensors"] = sensors;
        foreach (var deny in PreparedDeny.All.Where(deny => !deny.NeedsOperators || operators is not null))
        {
            var (name, document) = (deny.PolicyName("KillSwitch", "us-east-1"), deny.Document(guard, operators?.Split(',')));
            await account.QueryAsync("iam", "CreatePolicy", ("PolicyName", name), ("Path", "/killswitch/"), ("PolicyDocument", document));
            environment[deny.Variable] = place[deny.Member] = deny.Arn("KillSwitch", "aws", account.Id, "us-east-1");
        }

        foreach (var (id, setting, parameter) in ((string?, string, string)[])[
            (accountScp, GuardSetting.AccountScp, "accountScp"), (principalScp, GuardSetting.PrincipalScp, "principalScp")])
        {
            if (id is not null)
                environment[setting] = place[parameter] = id;
        }

        await account.QueryAsync("sns", "CreateTopic", ("Name", "KillSwitch-people"));
        await account.JsonAsync("dynamodb", "DynamoDB_20120810.CreateTable", """
            {"TableName":"KillSwitch-ledger","BillingMode":"PAY_PER_REQUEST",
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}
            """);
        await account.JsonAsync("ssm", "AmazonSSM.PutParameter", JsonSerializer.Serialize(new
        {
            Name = GuardSetting.Parameter("KillSwitch"),
            Type = "String",
            Value = JsonSerializer.Serialize(place),
        }));
        return environment;
    }
}
