using KillSwitch.Aws;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;

namespace KillSwitch.Cli.Session;

/// <summary>
/// How long a command waits for an answer of AWS: what the environment says, else long enough for every answer that comes.
/// </summary>
internal static class PatienceSetting
{
    private const string Variable = "KILLSWITCH_TIMEOUT";

    private static readonly TimeSpan Default = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    /// <summary>Holds for every client that is made afterwards.</summary>
    public static void Apply() => Patience.Limit(Of(Environment.GetEnvironmentVariable(Variable)));

    internal static TimeSpan Of(string? text) => text is not { Length: > 0 } ? Default
        : LengthOfTime.TryParse(text, "sm", Most, out var length) && length > TimeSpan.Zero ? length
        : throw new BadInputException(
            $"`{text}` in {Variable} is no time to wait for an answer of AWS; allowed: a whole number and a unit such as `20s` or `2m`, up "
            + "to `10m`");
}
