using System.Globalization;

namespace KillSwitch.Core.Settings;

/// <summary>A function as it was deployed.</summary>
/// <param name="Part">One of <see cref="GuardFunction"/>.</param>
/// <param name="Name">As Lambda knows it.</param>
/// <param name="Concurrency">What is reserved for it; null for no reservation.</param>
public sealed record DeployedFunction(string Part, string Name, int? Concurrency)
{
    /// <summary>Of the sensor whose it is; null for home.</summary>
    public string? Region { get; init; }

    /// <summary>As the environment of the watch has them: <c>meter=NAME:20,setup=NAME</c>.</summary>
    public static string Text(IEnumerable<DeployedFunction> functions) => string.Join(
        ',', functions.Select(one => one.Concurrency is { } bound
            ? string.Create(CultureInfo.InvariantCulture, $"{one.Part}={one.Name}:{bound}")
            : $"{one.Part}={one.Name}"));

    /// <summary>Those of a text that are written so.</summary>
    public static IReadOnlyList<DeployedFunction> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(One).OfType<DeployedFunction>()];

    private static DeployedFunction? One(string text) =>
        text.Split('=') is not [{ Length: > 0 } part, { Length: > 0 } rest] ? null : rest.Split(':') switch
        {
            [var name] => new DeployedFunction(part, name, null),
            [var name, var bound] when int.TryParse(bound, NumberStyles.None, CultureInfo.InvariantCulture, out var count) =>
                new DeployedFunction(part, name, count),
            _ => null,
        };
}
