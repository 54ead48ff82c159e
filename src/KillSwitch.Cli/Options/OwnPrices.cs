using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.PriceFile;

namespace KillSwitch.Cli.Options;

/// <summary>The option <c>--prices</c>, and the price book that it makes.</summary>
internal static class OwnPrices
{
    public static Option<string?> Option() => new("--prices")
    {
        Description = "Your own prices (YAML), over the embedded ones.",
        HelpName = "FILE",
    };

    /// <param name="path">A price file, <c>-</c> for standard input, or null for the embedded prices alone; its mistakes are the error, a
    /// line each.</param>
    /// <param name="unpriced">What a model without a price costs.</param>
    /// <param name="terminal">Where standard input comes from.</param>
    public static PriceBook Book(string? path, UnpricedModels unpriced, Terminal terminal)
    {
        if (path is null)
            return new PriceBook(unpriced: unpriced);
        var result = PriceFileReader.Read(InputFile.Read(path, terminal));
        return result.Problems.Count == 0
            ? new PriceBook(result.Prices, unpriced)
            : throw new BadInputException(string.Join('\n', [
                $"`{path}` is no price file:",
                .. result.Problems.Select(problem => $"{path}:{problem.Line}:{problem.Column}: {problem.Message}"),
            ]));
    }
}
