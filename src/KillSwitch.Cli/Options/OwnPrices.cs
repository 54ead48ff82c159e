using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.PriceFile;

namespace KillSwitch.Cli.Options;

/// <summary>The option <c>--prices</c>, and the price book that it makes.</summary>
internal static class OwnPrices
{
    public static Option<string?> Option() => new("--prices")
    {
        Description = "Your own prices (YAML), over the embedded ones and the policy's.",
        HelpName = "FILE",
    };

    public static Option<string?> PolicyOption() => new("--policy")
    {
        Description = "A policy whose prices and discounts hold.",
        HelpName = "FILE",
    };

    /// <summary>The policy that prices are taken from; one of lists alone where none is named.</summary>
    public static Policy Policy(string? path, Terminal terminal) =>
        path is null ? new Policy() : InputFile.Policy(path, terminal);

    /// <param name="path">A price file, <c>-</c> for standard input, or null for the embedded prices alone; its mistakes are the error, a
    /// line each.</param>
    /// <param name="policy">Whose prices and discounts hold, and what a model without a price costs.</param>
    /// <param name="terminal">Where standard input comes from.</param>
    /// <param name="listed">What a deployed guard took up of AWS's list; null for nothing.</param>
    public static PriceBook Book(string? path, Policy policy, Terminal terminal, IEnumerable<PriceEntry>? listed = null) =>
        PolicyPrices.Book(policy, Read(path, terminal), listed);

    private static IReadOnlyList<PriceEntry>? Read(string? path, Terminal terminal)
    {
        if (path is null)
            return null;
        var result = PriceFileReader.Read(InputFile.Read(path, terminal));
        return result.Problems.Count == 0
            ? result.Prices
            : throw new BadInputException(string.Join('\n', [
                $"`{path}` is no price file:",
                .. result.Problems.Select(problem => $"{path}:{problem.Line}:{problem.Column}: {problem.Message}"),
            ]));
    }
}
