using KillSwitch.Core.Wording;

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>What was found of one link: a sentence each, lower case and without a full stop.</summary>
/// <param name="Outcome">How it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What a person is to do, a command where there is one; null where nothing is to be done.</param>
public sealed record Finding(CheckOutcome Outcome, string Found, string? Remedy = null)
{
    private const int NamedAtMost = 5;

    internal static Finding Ok(string found) => new(CheckOutcome.Ok, found);

    internal static Finding Warning(string found, string remedy) => new(CheckOutcome.Warning, found, remedy);

    internal static Finding Fault(string found, string remedy) => new(CheckOutcome.Fault, found, remedy);

    internal static Finding Unknown(string found, string remedy) => new(CheckOutcome.Unknown, found, remedy);

    /// <summary>The first of many names, and how many more there are.</summary>
    internal static string Names(IReadOnlyCollection<string> names) =>
        Listing.Of(names, NamedAtMost);
}
