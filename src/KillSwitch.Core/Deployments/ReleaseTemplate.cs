using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Deployments;

/// <summary>
/// What of a released template CloudFormation has no parameters for: a guard's name, which is in the keys of conditions, and whether what
/// was counted outlives the stack.
/// </summary>
public static class ReleaseTemplate
{
    /// <summary>What stands for the guard's name in a template that can be given any.</summary>
    public const string AnyName = "ZzGuard";

    /// <summary>The rule by which a template takes the parameter that says so, and refuses the other.</summary>
    public const string RetainRule = "RetainData";

    private const string Retained = "RetainExceptOnCreate";

    /// <summary>A template of a guard of any name, for one name.</summary>
    /// <param name="template">Of <see cref="AnyName"/>.</param>
    /// <param name="stack">The guard's name.</param>
    public static string Named(string template, string stack)
    {
        var (any, own) = (StopTags.Of(AnyName), StopTags.Of(stack));
        (TagSlots Any, TagSlots Own)[] pairs =
            [(any.Models, own.Models), (any.MantleModels, own.MantleModels), (any.OwnModels, own.OwnModels), (any.Sessions, own.Sessions)];
        foreach (var (from, to) in pairs)
            template = Regex.Replace(template, Regex.Escape(from.Prefix) + @"(?=\d)", to.Prefix, RegexOptions.CultureInvariant);
        return template
            .Replace(any.KeyPrefix, own.KeyPrefix, StringComparison.Ordinal)
            .Replace(GuardSetting.StackOption(AnyName), GuardSetting.StackOption(stack), StringComparison.Ordinal)
            .Replace(GuardSetting.StackNameOption(AnyName), GuardSetting.StackNameOption(stack), StringComparison.Ordinal)
            .Replace(AnyName, stack, StringComparison.Ordinal);
    }

    /// <summary>Lets the table and the invocation logs go with the stack: <c>retainData=false</c>.</summary>
    /// <param name="template">Is changed.</param>
    public static void RetainNothing(JsonObject template)
    {
        foreach (var (_, resource) in template["Resources"]?.AsObject() ?? [])
        {
            if ((string?)resource!["DeletionPolicy"] != Retained)
                continue;
            resource["DeletionPolicy"] = "Delete";
            resource["UpdateReplacePolicy"] = "Delete";
        }

        // The template says what it does, and refuses to be told otherwise.
        if (template["Rules"]?[RetainRule]?["Assertions"]?[0]?["Assert"]?["Fn::Equals"] is JsonArray asserted)
            asserted[1] = "false";
    }
}
