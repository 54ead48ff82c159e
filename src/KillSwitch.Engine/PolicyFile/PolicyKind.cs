using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>A policy and its cases lie side by side, and are easily taken for each other.</summary>
internal static class PolicyKind
{
    /// <summary>Whether a file has what a policy has, and no cases.</summary>
    public static bool IsPolicy(YamlMappingNode root) => Has(root, "rules") && !Has(root, "cases");

    /// <summary>Whether a file has cases, and no rules.</summary>
    public static bool IsCases(YamlMappingNode root) => Has(root, "cases") && !Has(root, "rules");

    private static bool Has(YamlMappingNode root, string key) => root.Children.ContainsKey(key);
}
