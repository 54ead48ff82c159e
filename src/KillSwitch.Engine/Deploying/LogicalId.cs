using System.Text.RegularExpressions;

namespace KillSwitch.Engine.Deploying;

/// <summary>How a template calls what it makes.</summary>
public static partial class LogicalId
{
    /// <summary>Without the letters that the CDK puts at its end.</summary>
    public static string Readable(string id) => Hash().Replace(id, "");

    [GeneratedRegex("(?<=.)[0-9A-F]{8}$")]
    private static partial Regex Hash();
}
