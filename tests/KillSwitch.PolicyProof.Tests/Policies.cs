namespace KillSwitch.PolicyProof.Tests;

internal static class Policies
{
    public const string AllowAll =
        """{"Version":"2012-10-17","Statement":[{"Sid":"Everything","Effect":"Allow","Action":"*","Resource":"*"}]}""";

    /// <summary>A caller who may do everything, and has the deny attached.</summary>
    public static readonly string[] StoppedAdministrator = ["allow", "deny"];

    public static Dictionary<string, string> With(string deny) => new() { ["allow"] = AllowAll, ["deny"] = deny };
}
