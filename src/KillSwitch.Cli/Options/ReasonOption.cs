using System.CommandLine;

namespace KillSwitch.Cli.Options;

/// <summary><c>--reason</c>: why a person does it, in words.</summary>
internal static class ReasonOption
{
    public static Option<string> Create(string description)
    {
        var reason = new Option<string>("--reason") { Description = description, Required = true, HelpName = "TEXT" };
        reason.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && string.IsNullOrWhiteSpace(text))
                result.AddError($"`{text}` is no `--reason`; allowed: why, in a few words");
        });
        return reason;
    }
}
