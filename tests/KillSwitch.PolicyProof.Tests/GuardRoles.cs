using System.Text.Json;
using System.Text.Json.Nodes;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>The roles of the synthesized stack as IAM would see them in an account: every reference put in.</summary>
internal static class GuardRoles
{
    public const string Account = "111122223333";
    public const string PreparedPolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-spending-us-east-1";
    public const string PreparedAccountPolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-account-us-east-1";
    public const string PreparedSessionPolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-session-us-east-1";
    public const string PreparedMantlePolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-mantle-us-east-1";
    public const string PreparedUnmeteredPolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-unmetered-us-east-1";
    public const string PreparedModelPolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-model-us-east-1";
    public const string PreparedGuardPolicy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-guard-us-east-1";
    public const string WriterRole = $"arn:aws:iam::{Account}:role/InvocationLogsWriter";

    /// <summary>The queue that the buttons of a chat write to.</summary>
    public const string Presses = $"arn:aws:sqs:us-east-1:{Account}:presses";

    public const string LeaseMachine = $"arn:aws:states:us-east-1:{Account}:stateMachine:KillSwitch-lease";

    /// <summary>The documents of a role whose logical name starts so, one a statement's policy.</summary>
    /// <param name="role">The beginning of its logical name.</param>
    /// <param name="stack">Which of the synthesized stacks.</param>
    public static IReadOnlyList<string> Of(string role, string stack = "KillSwitch.template.json")
    {
        using var template = JsonDocument.Parse(File.ReadAllText(TemplateFile(stack)));
        return
        [
            .. template.RootElement.GetProperty("Resources").EnumerateObject()
                .Where(resource => resource.Value.GetProperty("Type").GetString() == "AWS::IAM::Policy")
                .Select(resource => resource.Value.GetProperty("Properties"))
                .Where(policy => policy.GetProperty("Roles").EnumerateArray()
                    .Any(holder => holder.GetProperty("Ref").GetString()!.StartsWith(role, StringComparison.Ordinal)))
                .Select(policy => Resolved(policy.GetProperty("PolicyDocument"))!.ToJsonString()),
        ];
    }

    /// <summary>The names of the roles that the table's own policy names, by the beginning of their logical names.</summary>
    public static IReadOnlyList<string> Names(string stack, Func<string, bool> isMeant)
    {
        using var template = JsonDocument.Parse(File.ReadAllText(TemplateFile(stack)));
        // The CDK ends a logical name with eight characters of a hash.
        return [.. template.RootElement.GetProperty("Resources").EnumerateObject()
            .Where(resource => resource.Value.GetProperty("Type").GetString() == "AWS::IAM::Role").Select(role => role.Name)
            .Where(name => isMeant(name[..^8]))];
    }

    /// <summary>The policy of the table itself.</summary>
    public static string TablePolicy(string stack)
    {
        using var template = JsonDocument.Parse(File.ReadAllText(TemplateFile(stack)));
        var table = template.RootElement.GetProperty("Resources").EnumerateObject()
            .Single(resource => resource.Value.GetProperty("Type").GetString() == "AWS::DynamoDB::Table");
        return Resolved(table.Value.GetProperty("Properties").GetProperty("ResourcePolicy").GetProperty("PolicyDocument"))!.ToJsonString();
    }

    /// <summary>The roles of the guard's functions.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["MeterFunctionMeterRole", "WatchFunctionWatchRole", "SetupFunctionSetupRole", "BudgetFunctionBudgetRole"];

    /// <summary>Puts the same questions to each of them, in their order.</summary>
    public static Task<IReadOnlyList<Outcome>> Ask(
        Func<IReadOnlyList<string>, Question[]> questions, string stack = "KillSwitch.template.json")
    {
        var policies = new Dictionary<string, string>();
        var all = new List<Question>();
        foreach (var role in All)
        {
            var documents = Of(role, stack);
            documents.ShouldNotBeEmpty();
            var names = documents.Select((_, i) => $"{role}-{i}").ToList();
            foreach (var (name, document) in names.Zip(documents))
                policies[name] = document;
            all.AddRange(questions(names));
        }

        return Evaluator.Ask(policies, all);
    }

    private static string TemplateFile(string stack)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KillSwitch.sln")))
                return Path.Combine(folder.FullName, "cdk.out", stack);
        }

        throw new DirectoryNotFoundException("KillSwitch.sln");
    }

    private static JsonNode? Resolved(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("Ref", out var reference) => JsonValue.Create(Reference(reference.GetString()!)),
        JsonValueKind.Object when json.TryGetProperty("Fn::GetAtt", out var attribute) => JsonValue.Create(Arn(attribute[0].GetString()!)),
        JsonValueKind.Object when json.TryGetProperty("Fn::Join", out var join) =>
            JsonValue.Create(string.Concat(join[1].EnumerateArray().Select(part => Resolved(part)!.GetValue<string>()))),
        JsonValueKind.Object =>
            new JsonObject(json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Resolved(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(Resolved)]),
        _ => JsonNode.Parse(json.GetRawText()),
    };

    private static string Reference(string name) => name switch
    {
        "AWS::Partition" => "aws",
        "AWS::AccountId" => Account,
        "AWS::Region" => "us-east-1",
        _ when name.StartsWith("Notifications", StringComparison.Ordinal) => $"arn:aws:sns:us-east-1:{Account}:notifications",
        _ when name.StartsWith("LeaseMachine", StringComparison.Ordinal) => LeaseMachine,
        _ => name,
    };

    private static string Arn(string name) => name switch
    {
        _ when name.StartsWith("Ledger", StringComparison.Ordinal) => $"arn:aws:dynamodb:us-east-1:{Account}:table/ledger",
        _ when name.StartsWith("InvocationLogsWriter", StringComparison.Ordinal) => WriterRole,
        _ when name.Length > 8 && name[..^8].EndsWith("Role", StringComparison.Ordinal) => $"arn:aws:iam::{Account}:role/{name}",
        "ChatPresses" => Presses,
        _ when name.Contains("DeadLetters", StringComparison.Ordinal) => $"arn:aws:sqs:us-east-1:{Account}:dead-letters",
        _ when name.Contains("Log", StringComparison.Ordinal) => $"arn:aws:logs:us-east-1:{Account}:log-group:/killswitch/log:*",
        _ => $"arn:aws:lambda:us-east-1:{Account}:function:{name}",
    };
}
