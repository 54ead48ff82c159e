using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Engine.PrincipalFile;

namespace KillSwitch.Cli.Options;

/// <summary>The option <c>--principals</c>, and what its file says.</summary>
internal static class PrincipalsOption
{
    public const string Name = "--principals";

    public static Option<string?> Option() => new(Name)
    {
        Description = "With --logs: who has which IAM path and tags. Output of `aws iam get-account-authorization-details`, or YAML: "
            + "`version: 1`, and `principals`, a mapping such as `role/agent: { path: /agents/, tags: { team: search } }`.",
        HelpName = "FILE",
    };

    /// <param name="path">A file, or <c>-</c> for standard input; its mistakes are the error, a line each.</param>
    /// <param name="terminal">Where standard input comes from.</param>
    public static KnownPrincipals Read(string path, Terminal terminal)
    {
        var result = PrincipalFileReader.Read(InputFile.Read(path, terminal));
        return result.Principals ?? throw new BadInputException(string.Join('\n', [
            $"`{path}` does not say who has which path and tags:",
            .. result.Problems.Select(problem => $"{path}:{problem.Line}:{problem.Column}: {problem.Message}"),
        ]));
    }
}
