using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

/// <summary>Templates of a few lines.</summary>
internal static class TemplateText
{
    public const string Parameters = """
        "email": { "Type": "String", "Default": "", "AllowedPattern": "|[^@ ]+@[^@ ]+", "ConstraintDescription": "an address" },
        "runningJobs": { "Type": "String", "Default": "stop", "AllowedValues": ["stop", "report"] },
        "regions": { "Type": "String", "Default": "", "AllowedPattern": "([a-z0-9,-]*)" },
        "operators": { "Type": "String", "Default": "" },
        "name": { "Type": "String", "MaxLength": 5, "Default": "guard" },
        "codeBucket": { "Type": "String" },
        "homeTable": { "Type": "String" }
        """;

    public static StackTemplate With(string resources = "", string conditions = "", string parameters = Parameters) => StackTemplate.Parse($$"""
        {
          "Description": "Kill switch for Amazon Bedrock",
          "Metadata": { "KillSwitch": { "filled": { "codeBucket": "code-bucket", "homeTable": "home-table" } } },
          "Parameters": { {{parameters}} },
          "Conditions": { {{conditions}} },
          "Resources": { {{resources}} }
        }
        """);
}
