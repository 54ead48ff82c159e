using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>What a stack called KillSwitch is made of, as far as functions and command line ask for it, made by the services' own operations: in a second instead of half a minute.</summary>
internal static class PreparedParts
{
    /// <param name="account">Where.</param>
    /// <param name="accountScp">Of an organization; null without one.</param>
    /// <param name="principalScp">Of an organization; null without one.</param>
    /// <returns>The environment of every function.</returns>
    public static async Task<Dictionary<string, string>> MakeAsync(TestAccount account, string? accountScp = null, string? principalScp = null)
    {
        (string Name, string Setting, string Parameter, string Document)[] denies =
        [
            ("deny-spending", GuardSetting.DenyPolicy, "denyPolicy", SpendingDeny.Document()),
            ("deny-account", GuardSetting.AccountDenyPolicy, "accountDenyPolicy", SpendingDeny.Document()),
            ("deny-session", GuardSetting.SessionDenyPolicy, "sessionDenyPolicy", SessionDeny.Document()),
            ("deny-model", GuardSetting.ModelDenyPolicy, "modelDenyPolicy", ModelDeny.Document()),
            ("deny-mantle", GuardSetting.MantleDenyPolicy, "mantleDenyPolicy", MantleDeny.Document()),
            ("deny-unmetered", GuardSetting.UnmeteredDenyPolicy, "unmeteredDenyPolicy", UnmeteredDeny.Document()),
        ];
        Dictionary<string, string> environment = new()
        {
            [GuardSetting.Stack] = "KillSwitch",
            [GuardSetting.HomeRegion] = "us-east-1",
            [GuardSetting.Table] = "ledger",
            [GuardSetting.LogGroup] = Calls.Group,
            [GuardSetting.Topic] = $"arn:aws:sns:us-east-1:{account.Id}:people",
        };
        Dictionary<string, string> place = new() { ["region"] = "us-east-1", ["table"] = "ledger", ["topic"] = environment[GuardSetting.Topic] };
        foreach (var (name, setting, parameter, document) in denies)
        {
            await account.QueryAsync("iam", "CreatePolicy", ("PolicyName", name), ("Path", "/killswitch/"), ("PolicyDocument", document));
            environment[setting] = place[parameter] = $"arn:aws:iam::{account.Id}:policy/killswitch/{name}";
        }

        foreach (var (id, setting, parameter) in ((string?, string, string)[])[(accountScp, GuardSetting.AccountScp, "accountScp"), (principalScp, GuardSetting.PrincipalScp, "principalScp")])
        {
            if (id is not null)
                environment[setting] = place[parameter] = id;
        }

        await account.QueryAsync("sns", "CreateTopic", ("Name", "people"));
        await account.JsonAsync("dynamodb", "DynamoDB_20120810.CreateTable", """
            {"TableName":"ledger","BillingMode":"PAY_PER_REQUEST",
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}
            """);
        await account.JsonAsync("ssm", "AmazonSSM.PutParameter", JsonSerializer.Serialize(new { Name = GuardSetting.Parameter("KillSwitch"), Type = "String", Value = JsonSerializer.Serialize(place) }));
        return environment;
    }
}
